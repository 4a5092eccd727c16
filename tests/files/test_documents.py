"""Articles as PDF and Word files: clean text, exact places, and one clear line where that fails."""

from __future__ import annotations

import json
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flashdeck.cli.generate import command
from flashdeck.core.errors import SourceError
from flashdeck.files.documents import Line, joined_pages, read_article

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
BODY = [
    (12, "The popliteus originates from the lateral condyle of the"),
    (12, "femur. The popliteus is innervated by the tibial nerve."),
]


def pdf(path: Path, pages: list[list[tuple[int, str]]]) -> Path:
    """Write a PDF whose pages are lines of text with the size of their letters."""
    count = len(pages)
    kids = " ".join(f"{3 + 2 * number} 0 R" for number in range(count))
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
    ]
    for number, lines in enumerate(pages):
        height, shown = 760, []
        for size, text in lines:
            height -= 3 * size if size > 12 else int(1.2 * size)
            shown.append(f"BT /F1 {size} Tf 1 0 0 1 50 {height} Tm ({text}) Tj ET")
        stream = "\n".join(shown)
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {4 + 2 * number} 0 R "
            f"/Resources << /Font << /F1 {font} >> >> >>",
            f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        ]
    data, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{content}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    data += (
        f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\n"
        f"startxref\n{len(data)}\n%%EOF\n"
    ).encode()
    path.write_bytes(data)
    return path


def docx(path: Path, body: str) -> Path:
    """Write a Word file with this body."""
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>',
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def run(*words: object) -> Result:
    return CliRunner().invoke(command, [*map(str, words)], standalone_mode=False)


def test_a_text_file_is_read_as_it_stands(tmp_path: Path) -> None:
    """Offsets that count from changed line ends point beside every sentence."""
    path = tmp_path / "a.txt"
    path.write_bytes("\ufeffThe soleus\r\nlies deep.\r\n".encode())
    assert read_article(path) == "\ufeffThe soleus\r\nlies deep.\r\n"
    assert run(path, "--text").stdout_bytes == path.read_bytes()


def test_pages_become_paragraphs() -> None:
    """Headings give the topic, so they must not run into the text; running heads are no text."""
    pages = [
        [
            Line("Atlas of the leg", 790, 8),
            Line("Popliteus", 760, 16),
            Line("The popliteus is a small", 730, 10),
            Line("muscle.", 718, 10),
            Line("It unlocks the knee", 695, 10),
            Line("17", 20, 8),
        ],
        [
            Line("Atlas of the leg", 790, 8),
            Line("when one begins to walk.", 760, 10),
            Line("Soleus", 730, 16),
            Line("18", 20, 8),
        ],
    ]
    assert joined_pages(pages) == (
        "Popliteus\n\nThe popliteus is a small\nmuscle.\n\n"
        "It unlocks the knee\nwhen one begins to walk.\n\nSoleus\n"
    )
    assert joined_pages([]) == joined_pages([[]]) == ""


def test_a_pdf_gives_cards_with_exact_places(tmp_path: Path) -> None:
    """Who looks a card up must find its sentence in what `--text` shows."""
    pytest.importorskip("pypdf", exc_type=ImportError)
    path = pdf(tmp_path / "knee.pdf", [[(18, "Popliteus"), *BODY]])
    text = run(path, "--text").stdout
    assert text == "Popliteus\n\n" + "\n".join(line for _, line in BODY) + "\n"
    records = [json.loads(line) for line in run(path, "--json").stdout.splitlines()]
    assert {"origin", "innervation"} <= {record["relation"] for record in records}
    for record in records:
        source = record["source"]
        assert source["file"] == str(path)
        assert text[source["start"] : source["end"]] == source["text"]


def test_a_word_file_gives_cards_with_exact_places(tmp_path: Path) -> None:
    """Tables and paragraphs of a handout are read as those of a web page."""
    pytest.importorskip("mammoth", exc_type=ImportError)
    cells = "".join(f"<w:tc>{paragraph(text)}</w:tc>" for text in ("Brachialis", "ulna & more"))
    heads = "".join(f"<w:tc>{paragraph(text)}</w:tc>" for text in ("Muscle", "Insertion"))
    table = f"<w:tbl><w:tr>{heads}</w:tr><w:tr>{cells.replace('&', '&amp;')}</w:tr></w:tbl>"
    lines = "".join(paragraph(line) for _, line in BODY)
    path = docx(
        tmp_path / "notes.docx", lines.replace("</w:t></w:r></w:p><w:p><w:r><w:t>", " ") + table
    )
    text = run(path, "--text").stdout
    records = [json.loads(line) for line in run(path, "--json").stdout.splitlines()]
    asked = {(record["subject"], record["relation"]) for record in records}
    assert {("popliteus", "origin"), ("brachialis", "insertion")} <= asked
    for record in records:
        source = record["source"]
        assert text[source["start"] : source["end"]] == source["text"]


def test_a_deck_finds_its_sentences_in_a_pdf(tmp_path: Path) -> None:
    """The source view and `check` read the PDF again, not its bytes."""
    pytest.importorskip("pypdf", exc_type=ImportError)
    from flashdeck.files.decks import load_deck
    from flashdeck.services.check import check_decks
    from flashdeck.services.passage import read_passage

    path = pdf(tmp_path / "knee.pdf", [[(18, "Popliteus"), *BODY]])
    deck = tmp_path / "knee.md"
    assert run(path, "-o", deck).return_value == 0
    for card in load_deck(deck).cards:
        assert card.quotation is not None
        assert read_passage(str(deck), card.quotation) is not None
    assert not [one for one in check_decks([deck]).findings if one.severity == "error"]


@pytest.mark.parametrize(("ending", "module"), [("pdf", "pypdf"), ("docx", "mammoth")])
def test_what_cannot_be_read_is_one_clear_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str, module: str
) -> None:
    """A missing extra says how to get it; a damaged file is no traceback."""
    path = tmp_path / f"a.{ending}"
    path.write_bytes(b"%PDF-1.4 PK garbage")
    if find_spec(module) is not None:
        with pytest.raises(SourceError, match=f"cannot be read as .{ending}"):
            read_article(path)
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(SourceError, match=r"needs an extra.*flashdeck\[documents\]"):
        read_article(path)


def test_a_scan_is_refused_with_a_hint(tmp_path: Path) -> None:
    """A picture of a page holds no words; silence would look like a fault of flashdeck."""
    pytest.importorskip("pypdf", exc_type=ImportError)
    path = pdf(tmp_path / "scan.pdf", [[]])
    with pytest.raises(SourceError, match=r"holds no text .*text recognition"):
        read_article(path)


def test_a_word_file_that_swells_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A small file that unpacks to gigabytes must not fill the memory."""
    pytest.importorskip("mammoth", exc_type=ImportError)
    monkeypatch.setattr("flashdeck.files.documents.ARTICLE_CAP", 100_000)
    path = docx(tmp_path / "bomb.docx", paragraph("soleus " * 100_000))
    assert path.stat().st_size < 100_000
    with pytest.raises(SourceError, match="is larger than"):
        read_article(path)
