"""Files dropped on the window: every terminal pastes their paths in its own way."""

from __future__ import annotations

from pathlib import Path

from flashdeck.services.dropped import decks_and_articles, is_there, paths_in


def test_every_way_of_pasting_a_path(tmp_path: Path) -> None:
    """A file with a blank in its name must not become two that are missing."""
    one, two = tmp_path / "my leg.txt", tmp_path / "it's.md"
    one.touch()
    two.touch()
    escaped = str(one).replace(" ", "\\ ")
    for text in (
        str(one),
        f"{one}\n",
        f"'{one}' ",
        f'"{one}"',
        escaped,
        f"file://{str(one).replace(' ', '%20')}",
    ):
        assert paths_in(text) == [one], text
    assert paths_in(f'{escaped} "{two}"') == [one, two]
    assert paths_in(f"{one}\n{two}") == [one, two]


def test_text_that_is_no_path_is_one_missing_file() -> None:
    """It is named whole in the message, so that one sees what was pasted."""
    assert paths_in("The soleus is a muscle") == [Path("The soleus is a muscle")]
    assert paths_in(" \n") == []
    assert paths_in("a\0b")
    whole = paths_in("An article that was pasted. " * 300)
    assert decks_and_articles(whole) == ([], whole)
    assert not is_there(whole[0])
    assert paths_in("~nobody-of-this-name/x") == [Path("~nobody-of-this-name/x")]
