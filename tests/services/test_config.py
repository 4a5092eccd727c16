"""The student's settings in TOML: hand-written files survive every change made in the app."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest

from flashdeck.services.config import (
    ConfigError,
    config_folder,
    read_config,
    write_new,
    write_value,
)

TEMPLATE = '# Settings\n\n# The colours.\ntheme = "night"\nmotion = true\n'


def test_a_change_touches_one_line(tmp_path: Path) -> None:
    """Comments that a student wrote are gone for good if the app drops them once."""
    path = tmp_path / "new" / "settings.toml"
    write_value(path, "theme", "paper", TEMPLATE)
    assert path.read_text(encoding="utf-8") == TEMPLATE.replace("night", "paper")
    mine = '# mine\ntheme = "nord"  # as at home\nmotion = true\n\n[other]\ntheme = "x"\n'
    path.write_text(mine, encoding="utf-8")
    write_value(path, "theme", "paper", TEMPLATE)
    assert path.read_text(encoding="utf-8") == mine.replace('"nord"', '"paper"')
    write_value(path, "timer_seconds", 30, TEMPLATE)
    text = path.read_text(encoding="utf-8")
    assert tomllib.loads(text)["timer_seconds"] == 30
    assert text.endswith('[other]\ntheme = "x"\n')


def test_line_ends_and_quotes_stay(tmp_path: Path) -> None:
    """A file written on Windows stays one, and no value can break out of its line."""
    path = tmp_path / "settings.toml"
    path.write_bytes(b"theme = 'nord'\r\nmotion = false\r\n")
    write_value(path, "theme", 'a"b\\c', TEMPLATE)
    assert path.read_bytes() == b'theme = "a\\"b\\\\c"\r\nmotion = false\r\n'


def test_what_one_line_cannot_replace_is_refused(tmp_path: Path) -> None:
    """Better no change than a broken file."""
    path = tmp_path / "settings.toml"
    for text in ('theme = """\nnord"""\n', "theme = [\n1,\n2]\n", "theme = \n"):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(ConfigError) as refused:
            write_value(path, "theme", "paper", TEMPLATE)
        assert path.name in str(refused.value)
        assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    "data", [b"theme = \n", b"\xff\xfe\x00", b"a = 1\na = 2\n", b"x" * 1_000_001, b"[" * 5000]
)
def test_a_broken_file_is_one_line(tmp_path: Path, data: bytes) -> None:
    """A typo in a file must not keep anyone from studying."""
    path = tmp_path / "settings.toml"
    path.write_bytes(data)
    found = read_config(path)
    assert found.values == {}
    assert found.problem.startswith(path.name)
    assert "\n" not in found.problem


def test_no_file_says_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Most students change nothing."""
    assert read_config(tmp_path / "settings.toml").problem == ""
    monkeypatch.setenv("FLASHDECK_CONFIG", str(tmp_path))
    assert config_folder() == tmp_path
    write_new(tmp_path / "keys.toml", "# keys\n")
    write_new(tmp_path / "keys.toml", "other")
    assert (tmp_path / "keys.toml").read_text(encoding="utf-8") == "# keys\n"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a folder that refuses")
def test_a_folder_that_refuses(tmp_path: Path) -> None:
    """It is said, and nothing else happens."""
    tmp_path.chmod(0o500)
    with pytest.raises(ConfigError):
        write_value(tmp_path / "in" / "settings.toml", "theme", "paper", TEMPLATE)
