"""Decks written through the services: what stays as it was, what is asked for, what is told."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from flashdeck.core.card import Grade
from flashdeck.core.deckfile.parse import parse_deck
from flashdeck.core.diagnostics import Severity
from flashdeck.core.errors import DeckError, NotFoundError
from flashdeck.core.ids import DeckId, NoteId
from flashdeck.services import authoring, composing, external
from flashdeck.services.authoring import ChangedOnDiskError, Document
from flashdeck.services.clock import parse_now
from flashdeck.services.composing import CardForm, FormKind
from flashdeck.services.coverage import Cover, coverage_of
from flashdeck.services.importing import import_decks
from flashdeck.services.library import Library, open_library
from flashdeck.services.listing import card_rows
from flashdeck.services.study import Session

NOW = parse_now("2026-11-22T18:00:00+00:00")
HEAD = "---\nflashdeck: 1\nid: dk-mv4t8q2rxh\ntitle: Leg\n---\n"
NEW = NoteId("a123456789")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """An empty library."""
    with open_library(tmp_path / "library" / "library.db", lambda: NOW) as library:
        yield library


def opened(library: Library, path: Path, data: bytes) -> Document:
    path.write_bytes(data)
    return authoring.open_document(library, path)


@pytest.mark.parametrize(
    "data",
    [
        (HEAD + "\nQ: Why?\nA: So.\n").encode(),
        (HEAD + "\nQ: Why?\nA: So.\n").replace("\n", "\r\n").encode(),
        b"\xef\xbb\xbf" + (HEAD + "\nQ: Why?\r\nA: So.\n\nprose\r\n").encode(),
        (HEAD + "\nQ: Why?\nA: So.\u2028Still so.").encode(),
        (HEAD + "\n<!-- a\x0bb -->\n\nQ: Why? \nA: So.\n\n\n").encode(),
    ],
    ids=["lf", "crlf", "bom-mixed", "line-separator", "control"],
)
def test_untouched_lines_keep_every_byte(library: Library, tmp_path: Path, data: bytes) -> None:
    """An author who adds a line must not see the whole file in the diff."""
    document = opened(library, tmp_path / "leg.md", data)
    written = document.raw.encode()
    saved = authoring.save(library, document, document.shown)
    assert document.path.read_bytes() == written
    text = saved.document.shown + "\nQ: And this?\nA: Yes.\n"
    authoring.save(library, saved.document, text)
    after = document.path.read_bytes()
    assert after.startswith(written.rstrip(b"\r\n"))
    usual = b"\r\n" if b"---\r\n" in data else b"\n"
    assert after.endswith(b"A: Yes." + usual)


def test_opening_writes_the_ids_that_the_library_knows(library: Library, tmp_path: Path) -> None:
    """A note imported without an id is known by its derived one; no other may be written."""
    path = tmp_path / "leg.md"
    path.write_text("---\nflashdeck: 1\ntitle: Leg\n---\nQ: Why?\nA: So.\n", encoding="utf-8")
    import_decks(library, [path])
    (before,) = card_rows(library)
    document = authoring.open_document(library, path)
    text = document.shown.replace("Why?", "Wherefore?").replace("title: Leg", "title: The leg")
    text += "\nQ: New?\nA: Yes.\n"
    authoring.save(library, document, text)
    rows = list(card_rows(library))
    assert [row.card.question for row in rows] == ["Wherefore?", "New?"]
    assert rows[0].card.id == before.card.id
    derived = parse_deck(HEAD + "Q: New?\nA: Yes.\n", file="x").spans[0].id
    assert rows[1].card.note_id != derived
    assert path.read_text(encoding="utf-8").count("<!-- fd:") == 2


def test_a_file_with_errors_keeps_known_ids_once_it_is_mended(
    library: Library, tmp_path: Path
) -> None:
    """Ids cannot be written into a broken file, but its notes are not forgotten."""
    path = tmp_path / "leg.md"
    path.write_text(HEAD + "Q: Why?\nA: So.\n", encoding="utf-8")
    import_decks(library, [path])
    (before,) = card_rows(library)
    path.write_text(HEAD + "Q: Why?\nA: So.\n\nC: nothing\n", encoding="utf-8")
    document = authoring.open_document(library, path)
    assert "fd:" not in document.shown
    authoring.save(library, document, document.shown.replace("nothing", "{{c1::all}}"))
    assert before.card.id in {row.card.id for row in card_rows(library)}


def test_a_changed_file_is_told_and_kept(library: Library, tmp_path: Path) -> None:
    """Another program's change is only overwritten where the author says so."""
    document = opened(library, tmp_path / "leg.md", (HEAD + "Q: Why?\nA: So.\n").encode())
    document.path.write_text("other", encoding="utf-8")
    with pytest.raises(ChangedOnDiskError):
        authoring.save(library, document, document.shown)
    assert document.path.read_text(encoding="utf-8") == "other"
    authoring.save(library, document, document.shown, overwrite=True)
    assert "Why?" in document.path.read_text(encoding="utf-8")


def test_a_draft_lasts_until_it_is_saved(library: Library, tmp_path: Path) -> None:
    """Unsaved text is there again, for the same file and only while it differs from it."""
    document = opened(library, tmp_path / "leg.md", (HEAD + "Q: Why?\nA: So.\n").encode())
    authoring.keep_draft(library, document, document.shown + "x")
    again = authoring.open_document(library, document.path)
    draft = authoring.kept_draft(library, again)
    assert draft is not None
    assert draft.text == document.shown + "x"
    authoring.save(library, again, draft.text)
    assert authoring.kept_draft(library, again) is None
    place = library.path.parent / "drafts"
    authoring.keep_draft(library, again, "y")
    (file,) = place.iterdir()
    file.write_bytes(b"\xff not json")
    assert authoring.kept_draft(library, again) is None


def test_a_copy_takes_pictures_and_sources_along(library: Library, tmp_path: Path) -> None:
    """A copied deck that has lost its pictures could not be studied."""
    home = tmp_path / "shared"
    (home / "media").mkdir(parents=True)
    (home / "media" / "leg.png").write_bytes(b"png")
    (home / "article.md").write_text("Why? So.", encoding="utf-8")
    text = (
        f"{HEAD}I: ![Leg](media/leg.png)\n- L1: soleus @ 1% 2% 3% 4%\n\nQ: Why?\nA: So.\n"
        '> "So." (article.md:5-8)\n'
    )
    document = opened(library, home / "leg.md", text.encode())
    copy = replace(document, path=tmp_path / "own" / "leg.md", digest="", original=document.path)
    assert not authoring.check(copy, copy.shown).count(Severity.ERROR)
    assert not authoring.save(library, copy, copy.shown).summary.refused
    assert (tmp_path / "own" / "media" / "leg.png").read_bytes() == b"png"
    assert (tmp_path / "own" / "article.md").is_file()


FORMS = [
    (CardForm(FormKind.FACT, "Soleus", "muscle", "nerve", "tibial nerve | n. tibialis"),
     "Which nerve innervates the soleus?", "- innervation: tibial nerve | n. tibialis"),
    (CardForm(FormKind.LIST, "Soleus", "muscle", "origin", items="- tibia\n\n* fibula"),
     "Which 2 places does the soleus originate from?", "  - tibia\n  - fibula"),
    (CardForm(FormKind.LIST, "Heart", "", "composition", items="1. atria\n2) ventricles"),
     "", "  1. atria\n  2. ventricles"),
    (CardForm(FormKind.QUESTION, question="Which  bone?", answer="Tibia", hint="larger"),
     "Which bone?", "A: Tibia\nH: larger"),
    (CardForm(FormKind.CLOZE, text="Soleus under soleus, not Soleusmuscle", hidden="soleus"),
     "", "C: {{c1::Soleus}} under {{c1::soleus}}, not Soleusmuscle"),
    (CardForm(FormKind.CLOZE, text="deep fibular nerve, nerve", hidden="nerve; fibular nerve"),
     "", "C: deep {{c2::fibular nerve}}, {{c1::nerve}}"),
]  # fmt: skip


@pytest.mark.parametrize(("form", "question", "lines"), FORMS)
def test_a_form_becomes_lines(form: CardForm, question: str, lines: str) -> None:
    """What is filled in is written as an author who knows the format would write it."""
    document = authoring.new_document(Path("leg.md"), HEAD)
    composed = composing.compose(document, HEAD, form, NEW)
    assert composed.problems == ()
    assert lines in composed.text
    assert f"<!-- fd:{NEW} -->" in composed.text
    if question:
        assert composed.cards[0].question == question
    assert composed.text.startswith(HEAD)


@pytest.mark.parametrize(
    ("form", "told"),
    [
        (CardForm(FormKind.FACT), "Which structure is it about?"),
        (CardForm(FormKind.FACT, "Soleus"), "What is said of it"),
        (CardForm(FormKind.FACT, "Soleus", "", "colour", "red"), "“colour” is no relation"),
        (CardForm(FormKind.FACT, "Soleus", "", "nerve", " "), "What is the answer?"),
        (CardForm(FormKind.LIST, "Soleus", "", "origin"), "Which items?"),
        (CardForm(FormKind.QUESTION, answer="x"), "What is the question?"),
        (CardForm(FormKind.CLOZE, text="The soleus"), "Which of its words"),
        (CardForm(FormKind.CLOZE, text="The soleus", hidden="tibia"), "“tibia” is not in"),
    ],
)
def test_a_form_says_what_is_missing(form: CardForm, told: str) -> None:
    """A form never guesses, and never writes half a card."""
    document = authoring.new_document(Path("leg.md"), HEAD)
    composed = composing.compose(document, HEAD, form, NEW)
    assert composed.text == HEAD
    assert composed.problems[0].startswith(told)


def test_hostile_words_in_a_form_stay_words() -> None:
    """What looks like structure in an answer must not become structure in the file."""
    document = authoring.new_document(Path("leg.md"), HEAD)
    for words in ("## Heading", "A: x", "--- ", "<!-- fd:gone -->", "a | b | c", '> "q" (a:1-2)'):
        form = CardForm(FormKind.QUESTION, question=f"{words}?", answer=words)
        composed = composing.compose(document, HEAD, form, NEW)
        if not composed.problems:
            (card,) = composed.cards
            assert card.question == f"{words}?".strip()
            assert card.answer == words.split(" | ")[0].strip()


def test_a_new_deck_is_refused_where_a_file_is(tmp_path: Path) -> None:
    """A form must never write over a deck that is there."""
    path = tmp_path / "leg.md"
    path.write_text("x", encoding="utf-8")
    with pytest.raises(DeckError, match="is there already"):
        composing.new_deck("Leg", "", path)
    with pytest.raises(DeckError, match="needs a title"):
        composing.new_deck("  ", "", tmp_path / "new.md")
    with pytest.raises(DeckError, match="Markdown"):
        composing.new_deck("Leg", "", tmp_path / "leg.txt")
    assert 'deck: "A::B::Leg"' in composing.new_deck("Leg", "A / B", tmp_path / "n.md").shown


@pytest.mark.parametrize(
    ("editor", "called"),
    [
        ("vim", ["vim", "+12", "{}"]),
        ("/usr/bin/nano -w", ["/usr/bin/nano", "-w", "+12", "{}"]),
        ("code --wait", ["code", "--wait", "--goto", "{}:12"]),
        ("hx", ["hx", "{}:12"]),
        ("my-editor 'a b'", ["my-editor", "a b", "{}"]),
    ],
)
@pytest.mark.skipif(os.name == "nt", reason="quotes are read differently there")
def test_editors_are_told_the_line_their_way(editor: str, called: list[str]) -> None:
    """The author lands on the card; nothing in a path is ever read by a shell."""
    path = Path("/tmp/a; rm -rf b/leg.md")
    command = external.editor_command(path, 12, {"EDITOR": editor})
    assert command == [word.replace("{}", str(path)) for word in called]


def test_no_editor_is_one_clear_line() -> None:
    """Without $EDITOR the app says what to do."""
    with pytest.raises(NotFoundError, match="no editor is named"):
        external.editor_command(Path("x.md"), 1, {"VISUAL": "'"})


def test_coverage_tells_how_far_each_fact_is(library: Library, tmp_path: Path) -> None:
    """Learned, written by hand, generated, missing: the four that the map shows."""
    path = tmp_path / "leg.md"
    path.write_text(
        f"{HEAD}## Soleus <!-- fd:n7kq3m9xwa -->\n- origin: tibia\n- action: plantar flexion\n"
        '  > "It flexes." (a.md:1-5)\n- joint: ankle\n',
        encoding="utf-8",
    )
    import_decks(library, [path])
    Session(library, lambda: NOW).answer(Grade.EASY, duration_ms=1)
    chart = coverage_of(library, [DeckId("dk-mv4t8q2rxh")])
    (row,) = chart.rows
    found = dict(zip((r.value for r in chart.relations), (c.cover for c in row.cells), strict=True))
    assert found == {
        "origin": Cover.LEARNED,
        "insertion": Cover.MISSING,
        "innervation": Cover.MISSING,
        "action": Cover.GENERATED,
        "joint": Cover.AUTHORED,
    }
    assert (chart.cells, chart.count(Cover.MISSING)) == (5, 2)
