"""The short way from the command line into the app says what click would say."""

from __future__ import annotations

import pytest

from flashdeck.cli import LIBRARY_VARIABLE, Start, read_start


@pytest.mark.parametrize(
    ("arguments", "start"),
    [
        ([], Start("")),
        (["study"], Start("", study=True)),
        (["study", "Soleus"], Start("", study=True, deck="Soleus")),
        (["--library", "a.db"], Start("a.db")),
        (["--library", "a.db", "study", "Leg::Soleus"], Start("a.db", True, "Leg::Soleus")),
        (["study", "--plain"], None),
        (["study", "--help"], None),
        (["study", "Soleus", "Leg"], None),
        (["--library"], None),
        (["--library", "--help"], None),
        (["--debug"], None),
        (["--version"], None),
        (["decks"], None),
    ],
)
def test_only_what_opens_the_app_goes_the_short_way(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], start: Start | None
) -> None:
    """Otherwise an option would be taken for a deck, or passed over."""
    monkeypatch.delenv(LIBRARY_VARIABLE, raising=False)
    assert read_start(arguments) == start


def test_the_environment_names_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise the short way would open another library than every other command."""
    monkeypatch.setenv(LIBRARY_VARIABLE, "mine.db")
    assert read_start(["study"]) == Start("mine.db", study=True)
    assert read_start(["--library", "a.db"]) == Start("a.db")
