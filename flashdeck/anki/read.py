"""Packages of any Anki, opened safely: the collection as values, media on demand."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flashdeck.anki.collection import ForeignCollection, open_collection
from flashdeck.anki.container import Container


@dataclass(frozen=True, slots=True)
class ForeignPackage:
    """What a package holds, as long as `open_package` keeps it open."""

    collection: ForeignCollection
    container: Container

    @property
    def media(self) -> tuple[str, ...]:
        """The names of its media files, as the package writes them; they are no paths."""
        return tuple(self.container.media)

    def read_media(self, name: str) -> bytes:
        """Return the content of a media file.

        Raises KeyError for a name that is not in `media`, PackageError where it is damaged.
        """
        return self.container.read_media(name)


@contextmanager
def open_package(path: Path) -> Iterator[ForeignPackage]:
    """Open an .apkg or .colpkg, legacy or modern.

    The collection is unpacked into a private folder, which is removed again. Raises PackageError
    where the file is no package, damaged, too large, or of an unknown form.
    """
    with Container(path) as container, tempfile.TemporaryDirectory(prefix="flashdeck-") as folder:
        file = Path(folder, "collection.db")
        with file.open("wb") as target:
            container.write_collection(target)
        with open_collection(file, name=str(path)) as collection:
            yield ForeignPackage(collection, container)
