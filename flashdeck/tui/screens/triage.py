"""Triage: an article beside the cards that it proposes; what is kept becomes a deck."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar, Literal

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Static

from flashdeck.core.errors import FlashdeckError
from flashdeck.services.importing import import_decks
from flashdeck.services.keep import Places, Plan, carry_out, named_target, plan
from flashdeck.services.triage import Triage, Verdict
from flashdeck.tui import safe, words
from flashdeck.tui.screens.article_page import ArticlePage, Opened
from flashdeck.tui.triage_words import shown, spelled, what_happened, what_happens
from flashdeck.tui.widgets.article import ArticlePane, Marks
from flashdeck.tui.widgets.path_form import PathForm
from flashdeck.tui.widgets.proposals import ProposalList
from flashdeck.tui.widgets.rewording import Rewording
from flashdeck.tui.widgets.triage_head import TriageHead

_HINT_SECONDS = 0.08
_PAGE = 5
_NAME_WIDTH = 40

Mode = Literal["reading", "cards", "editing", "saving", "nothing"]


class TriageScreen(ArticlePage):
    """Takes articles one after the other: keep, reword or reject each card, then save the deck.

    ``target`` is where decks go: a deck file, or a folder; without it a folder beside the library.
    """

    CSS_PATH = "triage.tcss"
    KEYS_TITLE = "Keys on proposed cards"
    KEY_GROUPS: ClassVar[dict[str, tuple[str, ...]]] = {
        "This card": (
            "triage.keep", "triage.reject", "triage.unsure", "triage.edit",
            "triage.undo", "triage.redo",
        ),
        "Save": ("triage.save", "triage.study", "triage.merge"),
        "Look": (
            "triage.down", "triage.up", "triage.doubt", "triage.page", "triage.back",
            "triage.article",
        ),
        "Go": ("triage.leave", "app.quit", "help"),
    }  # fmt: skip
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "space", "keep", "Keep", key_display="Space", id="triage.keep",
            tooltip="keep, and go on",
        ),
        Binding("x", "reject", "Reject", id="triage.reject", tooltip="reject, and go on"),
        Binding("n", "unsure", show=False, id="triage.unsure", tooltip="not sure: leave it out"),
        Binding("e", "edit", "Edit", id="triage.edit", tooltip="word it anew"),
        Binding("s", "save", "Save", id="triage.save", tooltip="save as a deck"),
        Binding("S", "study", "Save and study", id="triage.study", tooltip="save and study"),
        Binding("m", "merge", show=False, id="triage.merge", tooltip="into a deck of yours"),
        Binding("o", "article", "Article", id="triage.article", tooltip="the article alone, back"),
        Binding("o", "cards", "Cards", id="triage.cards", tooltip="the cards again"),
        Binding("u", "undo", "Undo", id="triage.undo", tooltip="undo, any number of times"),
        Binding("U", "redo", show=False, key_display="U", id="triage.redo", tooltip="redo"),
        Binding("down", "move(1)", show=False, key_display="↓", id="triage.down", tooltip="next"),
        Binding(
            "up", "move(-1)", show=False, key_display="↑", id="triage.up", tooltip="previous"
        ),
        Binding("j", "move(1)", show=False, id="triage.down.j", tooltip="next"),
        Binding("k", "move(-1)", show=False, id="triage.up.k", tooltip="previous"),
        Binding(
            "tab", "doubt", show=False, key_display="Tab", id="triage.doubt",
            tooltip="next that is not sure",
        ),
        Binding(
            "pagedown", "page(1)", show=False, key_display="PgDn", id="triage.page",
            tooltip="a page on, or back",
        ),
        Binding(
            "pageup", "page(-1)", show=False, key_display="PgUp", id="triage.back",
            tooltip="a page on, or back",
        ),
        Binding("home", "move(-1000000)", show=False, id="triage.first", tooltip="first"),
        Binding("end", "move(1000000)", show=False, id="triage.last", tooltip="last"),
        Binding(
            "enter", "done", "Done", key_display="Enter", id="triage.done", tooltip="done"
        ),
        Binding(
            "escape", "leave", "Back", key_display="Esc", id="triage.leave",
            tooltip="back; decisions are kept",
        ),
    ]  # fmt: skip

    def __init__(self, articles: Sequence[Path], *, target: Path | None = None) -> None:
        super().__init__(articles)
        self._target = target
        self._mode: Mode = "reading"
        self._opened: Opened | None = None
        self._current = 0

    def body(self) -> Iterable[Widget]:
        """Lay head and panes."""
        yield TriageHead()
        yield Static(id="reading")
        yield Horizontal(
            Vertical(ArticlePane(), id="article-side"),
            Vertical(ProposalList(), id="card-side"),
            id="panes",
        )

    def on_mount(self) -> None:
        """Read the first article."""
        self.read()

    # Reading

    def begin(self, path: Path) -> None:
        """Show that an article is being read."""
        self._opened = None
        self._set_mode("reading")
        head = self.query_one(TriageHead)
        head.article, head.counts = path.name, None
        head.at, head.of = self.number + 1, len(self.articles)

    def nothing(self) -> None:
        """Show that there is nothing to decide."""
        self._set_mode("nothing")

    def arrive(self, opened: Opened) -> None:
        """Show an article and its cards, decided on as far as they were before."""
        self._opened = opened
        article = self.query_one(ArticlePane)
        article.paragraphs = opened.triage.paragraphs
        article.top = self.query_one(ProposalList).top = 0
        self._current = 0
        self._set_mode("cards")
        if self.has_class("-narrow"):
            self.say("o shows the article.")
        self._take_up_draft(opened)
        self._show()

    def _take_up_draft(self, opened: Opened) -> None:
        draft = opened.draft.read()
        taken = opened.triage.take_up(draft.decisions) if draft else 0
        if draft is None or not taken:
            return
        ids = [one.card.id for one in opened.triage.proposals]
        if draft.current in ids:
            self._current = ids.index(draft.current)
        self.say(f"Taken up where you left it, {words.count(taken, 'decision')}; u starts afresh.")

    # What is shown

    @property
    def _triage(self) -> Triage:
        assert self._opened is not None
        return self._opened.triage

    def _set_mode(self, mode: Mode) -> None:
        self._mode = mode
        self.set_class(mode in ("reading", "nothing"), "-reading")
        self.set_class(mode == "editing", "-editing")
        self.update_keys()

    def _show(self) -> None:
        """Show the decisions as they are, and the card that is looked at."""
        triage = self._triage
        decisions = triage.decisions
        self.query_one(TriageHead).counts = triage.counts()
        proposals = self.query_one(ProposalList)
        article = self.query_one(ArticlePane)
        article.marks = tuple(
            Marks(one.sentence, one.facts, decision.verdict is not Verdict.REJECTED)
            for one, decision in zip(triage.proposals, decisions, strict=True)
        )
        proposals.cards = tuple(
            shown(triage, number, decision) for number, decision in enumerate(decisions)
        )
        article.current = proposals.current = self._current
        article.refresh()
        proposals.refresh()
        article.watch_current()
        proposals.watch_current()
        self.update_keys()

    def _go(self, number: int) -> None:
        self._current = max(0, min(number, len(self._triage.proposals) - 1))
        self.query_one(ArticlePane).current = self._current
        self.query_one(ProposalList).current = self._current

    @on(ArticlePane.Picked)
    @on(ProposalList.Picked)
    def _picked(self, event: ArticlePane.Picked | ProposalList.Picked) -> None:
        if self._mode == "cards":
            self._go(event.number)

    # What the keys do

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what works now: other keys while a card is worded or a name is typed."""
        if action in ("help", "leave"):
            return action == "leave" or self._mode in ("cards", "nothing")
        if action == "done":
            return self._mode in ("editing", "saving", "nothing")
        alone = self.has_class("-alone")
        if action in ("cards", "article"):
            return self._mode == "cards" and alone == (action == "cards")
        if action in ("keep", "reject", "unsure", "edit") and alone:
            return False  # a card that is not seen is not decided on
        return self._mode == "cards"

    def action_keep(self) -> None:
        """Keep the card and go on."""
        self._decide(Verdict.KEPT)

    def action_reject(self) -> None:
        """Reject the card and go on."""
        self._decide(Verdict.REJECTED)

    def action_unsure(self) -> None:
        """Leave the card out for now, and go on."""
        self._decide(Verdict.UNSURE)

    def _decide(self, verdict: Verdict) -> None:
        before = self._triage.decisions
        self._triage.decide(self._current, verdict)
        after = self._triage.decisions
        following = self._current + 1
        while following < len(after) and after[following] != before[following]:
            following += 1  # it went with this one
        if following < len(after):
            self._current = following
        else:
            self.say("That was the last card. s saves the deck, S studies it at once.")
        self._changed()

    def _changed(self) -> None:
        """Show a new decision, and keep it for the case that the app ends here."""
        assert self._opened is not None
        self._show()
        try:
            self._opened.draft.write(self._triage, self._current)
        except FlashdeckError as failure:
            self.say(f"No draft is kept: {failure.what}.", error=True)

    def action_undo(self) -> None:
        """Take the last decision back."""
        self._travel(self._triage.undo(), "Undone", "Nothing to undo.")

    def action_redo(self) -> None:
        """Decide again as before."""
        self._travel(self._triage.redo(), "Done again", "Nothing to do again.")

    def _travel(self, number: int | None, done: str, nothing: str) -> None:
        if number is None:
            self.say(nothing)
            return
        self._current = number
        self._changed()
        self.say(f"{done}: “{safe.shorten(self._triage.wording(number).question, _NAME_WIDTH)}”")

    def action_move(self, cards: int) -> None:
        """Look at another card."""
        self._go(self._current + cards)

    def action_page(self, direction: int) -> None:
        """Go on by a page of cards, or of the article where it is alone."""
        article = self.query_one(ArticlePane)
        if self.has_class("-alone"):
            article.scroll_to_row(article.top + direction * max(article.size.height - 2, 1))
        else:
            self._go(self._current + direction * _PAGE)

    def action_doubt(self) -> None:
        """Look at the next card that is not sure."""
        decisions = self._triage.decisions
        order = [*range(self._current + 1, len(decisions)), *range(self._current + 1)]
        for number in order:
            if decisions[number].verdict is Verdict.UNSURE:
                self._go(number)
                return
        self.say("No card is left that is not sure.")

    def action_article(self) -> None:
        """Show the article alone."""
        self._turn(alone=True)

    def action_cards(self) -> None:
        """Show the cards again."""
        self._turn(alone=False)

    def _turn(self, *, alone: bool) -> None:
        self.set_class(alone, "-alone")
        self.update_keys()
        self.call_after_refresh(self.query_one(ArticlePane).follow)
        self.call_after_refresh(self.query_one(ProposalList).follow)

    def action_leave(self) -> None:
        """Go back: from a field to the cards, from the cards to the decks."""
        if self._mode in ("editing", "saving"):
            self._close_form()
        elif self._mode == "cards" and self._triage.is_changed:
            self._end(f"{self.article_name} is kept as a draft; open it again to go on.")
        elif self._mode == "reading":
            self.stop_reading()
            self._end(f"Stopped reading {self.article_name}; nothing was changed.")
        else:
            self._end("")

    def action_done(self) -> None:
        """Leave an article without cards; the fields take Enter themselves."""
        if self._mode == "nothing":
            self._end("")

    # Wording anew

    def action_edit(self) -> None:
        """Word the card anew, in its place."""
        triage = self._triage
        card = triage.proposals[self._current].card
        self._set_mode("editing")
        self.query_one("#card-side").mount(Rewording(card, triage.wording(self._current)))

    @on(Rewording.Done)
    def _reworded(self, event: Rewording.Done) -> None:
        try:
            self._triage.reword(self._current, event.wording)
        except ValueError as problem:
            self.say(safe.sentence(str(problem)), error=True)
            return
        self.say("")
        self._close_form()
        self._changed()

    def _close_form(self) -> None:
        self.query(Rewording).remove()
        self.query(PathForm).remove()
        self.set_focus(None)
        self._set_mode("cards")

    # Saving

    def action_save(self) -> None:
        """Ask where the deck should go."""
        with self._said():
            self._ask(self._places().usual())

    def action_merge(self) -> None:
        """Ask which deck of the library the cards should go into."""
        with self._said():
            files = self._places().decks(self._subject)
            if files:
                self._ask(files[0])
            else:
                self.say("No deck of the library has a file; s saves a new one.")

    @contextmanager
    def _said(self) -> Iterator[None]:
        """Say what went wrong, instead of ending the app."""
        try:
            yield
        except FlashdeckError as failure:
            self.say(safe.sentence(str(failure)), error=True)

    def _ask(self, target: Path) -> None:
        self._set_mode("saving")
        self.query_one("#column").mount(
            PathForm("Save as", spelled(target), id="save"), before="MessageLine"
        )

    def _places(self) -> Places:
        assert self._opened is not None
        deck = self._triage.proposed.id
        return Places(self.app.library, self._opened.path, deck, self._target)

    @property
    def _subject(self) -> str:
        return self._triage.proposals[self._current].card.subject

    def on_key(self, event: object) -> None:
        """Go through the decks of the library with the arrows while a name is asked for."""
        key = getattr(event, "key", "")
        if self._mode == "saving" and key in ("up", "down"):
            form = self.query_one(PathForm)
            with self._said():
                places = self._places()
                files = [places.usual(), *places.decks(self._subject)]
                choices = list(dict.fromkeys(map(spelled, files)))
                at = choices.index(form.path) if form.path in choices else -1
                form.fill(choices[(at + (1 if key == "down" else -1)) % len(choices)])

    @on(PathForm.Changed)
    def _path_changed(self, event: PathForm.Changed) -> None:
        self.set_timer(_HINT_SECONDS, lambda: self._hint(event.form, event.path))

    def _hint(self, form: PathForm, path: str) -> None:
        if self._mode != "saving" or not form.is_mounted or form.path != path:
            return
        try:
            form.hint = f"{what_happens(self._plan(path))}   ↓ other decks"
        except FlashdeckError as failure:
            form.hint = safe.sentence(failure.what + (f"; {failure.todo}" if failure.todo else ""))

    def _plan(self, typed: str) -> Plan:
        assert self._opened is not None
        target = named_target(typed, self._opened.path)
        return plan(self._triage, target, self._opened.path)

    @on(PathForm.Submitted)
    def _path_submitted(self, event: PathForm.Submitted) -> None:
        self._save(event.path, study=False)

    def action_study(self) -> None:
        """Save under the usual name, and study the deck at once."""
        with self._said():
            self._save(str(self._places().usual()), study=True)

    def _save(self, typed: str, *, study: bool) -> None:
        """Save the deck, bring it into the library, and go on with the next article."""
        assert self._opened is not None
        left_out = self._triage.counts().unsure
        try:
            planned = self._plan(typed)
            carry_out(planned)
            refused = import_decks(self.app.library, [planned.path]).refused
        except FlashdeckError as failure:
            self.say(f"Not saved: {safe.sentence(str(failure))}", error=True)
            return
        if refused:
            self.say(f"Saved, but not studied: {safe.sentence(refused[0])}", error=True)
            return
        self._opened.draft.drop()
        if self._mode == "saving":
            self._close_form()
        said = what_happened(planned, left_out)
        if study:
            self.app.study([planned.deck_id], instead=self.is_last)
        if not self.is_last:
            self.read_next()
            self.say(said)
        elif not study:
            self._end(said)

    def _end(self, message: str) -> None:
        self.app.show_home(message)
