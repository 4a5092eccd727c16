"""A card by form, for those who do not want to learn how a deck file looks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from flashdeck.core.model import Relation
from flashdeck.services import authoring, composing
from flashdeck.services.composing import CardForm, Composed, FormKind
from flashdeck.tui import safe, words
from flashdeck.tui.screens.page import Page
from flashdeck.tui.widgets.field import Choice, Field, LinesField, Suggestions
from flashdeck.tui.widgets.message import MessageLine
from flashdeck.tui.widgets.preview import Preview

if TYPE_CHECKING:
    from flashdeck.tui.screens.editor import EditorScreen

_CHECK_SECONDS = 0.15
_KINDS = (FormKind.FACT, FormKind.LIST, FormKind.QUESTION, FormKind.CLOZE)
_NAMES = ("Fact", "List", "Question", "Cloze")
_FIELDS = {
    FormKind.FACT: ("structure", "structure_kind", "relation", "answer"),
    FormKind.LIST: ("structure", "structure_kind", "relation", "items"),
    FormKind.QUESTION: ("question", "answer", "hint"),
    FormKind.CLOZE: ("text", "hidden"),
}
_KEPT = ("structure", "structure_kind")  # the next card is likely about the same structure


class NewCardScreen(Page):
    """Fields for one note, and the card that it makes; saving adds it to the editor's deck."""

    CSS_PATH = ["editor.tcss", "form.tcss"]  # noqa: RUF012
    AUTO_FOCUS = ""
    KEYS_TITLE = "Keys in the form"
    KEY_GROUPS: ClassVar[dict[str, tuple[str, ...]]] = {
        "Form": (
            "form.save",
            "form.kind",
            "form.next",
            "form.next.down",
            "form.previous",
            "form.previous.up",
        ),
        "Go": ("form.leave", "app.quit"),
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Save card", key_display="^s", id="form.save",
                tooltip="save the card"),
        Binding("f2", "kind", "Kind", key_display="F2", id="form.kind",
                tooltip="fact, list, question, cloze"),
        Binding("tab", "next_field", "Next field", key_display="Tab", id="form.next",
                tooltip="next field"),
        Binding("shift+tab", "previous_field", show=False, key_display="⇧Tab",
                id="form.previous", tooltip="field before"),
        Binding("down", "next_field", show=False, key_display="↓", id="form.next.down",
                tooltip="next field"),
        Binding("up", "previous_field", show=False, key_display="↑", id="form.previous.up",
                tooltip="field before"),
        Binding("escape", "leave", "Back", key_display="Esc", id="form.leave",
                tooltip="back to the deck"),
        Binding("question_mark", "help", show=False, id="form.help.mark", tooltip="these keys"),
        Binding("f1", "help", "Keys", key_display="F1", id="form.help", tooltip="these keys"),
    ]  # fmt: skip

    def __init__(self, editor: EditorScreen, *, structure: str = "", relation: str = "") -> None:
        super().__init__()
        self._editor = editor
        self._structure = structure
        self._relation = relation
        self._note_id = composing.draw_id()
        self._composed = Composed("")
        self._timer: Timer | None = None
        self._structures = Suggestions()

    def body(self) -> Iterable[Widget]:
        """Lay the fields of all kinds; those of the chosen one show."""
        yield Static(id="title")
        relations = [relation.value.replace("_", " ") for relation in Relation][:-1]
        with Vertical(id="form"):
            yield Choice("Kind", _NAMES)
            yield Field("structure", "Structure", value=self._structure,
                        suggester=self._structures, hint="what it is about: Popliteus")  # fmt: skip
            yield Field("structure_kind", "It is a", hint="muscle, nerve, bone; may stay empty",
                        suggester=Suggestions(_STRUCTURE_KINDS))  # fmt: skip
            yield Field("relation", "Relation", value=self._relation,
                        hint="origin, insertion, innervation, action, …",
                        suggester=Suggestions(relations))  # fmt: skip
            yield Field("question", "Question", hint="Which bone does the popliteus insert on?")
            yield Field("text", "Text", hint="The soleus lies deep to the gastrocnemius.")
            yield Field("hidden", "Hide in it", hint="soleus; gastrocnemius")
            yield Field("answer", "Answer", hint="the answer | another that is right")
            yield LinesField("items", "Items", hint="one a line; 1. 2. 3. where the order counts")
            yield Field("hint", "Hint", hint="may stay empty")
        yield Static(id="rule")
        yield Static(id="told")
        yield Preview(id="shown")

    def on_mount(self) -> None:
        """Begin in the first field that is empty."""
        self._show_kind()

    def on_resize(self, event: events.Resize) -> None:
        """Draw the rule as wide as the column."""
        self.call_after_refresh(self._compose_card)

    @property
    def kind(self) -> FormKind:
        """What kind of note is written."""
        return _KINDS[self.query_one(Choice).chosen]

    def _field(self, name: str) -> Field | LinesField:
        widget = self.query_one(f"#field-{name}")
        assert isinstance(widget, Field | LinesField)
        return widget

    def _form(self) -> CardForm:
        values = {name: self._field(name).value for name in _FIELDS[self.kind]}
        return CardForm(kind=self.kind, **values)

    @on(Choice.Changed)
    def _show_kind(self) -> None:
        self._note_id = composing.draw_id()
        shown = _FIELDS[self.kind]
        for names in _FIELDS.values():
            for name in names:
                self._field(name).display = name in shown
        self._begin()

    def _begin(self) -> None:
        """Go to the first field that has to be filled in."""
        empty = [n for n in _FIELDS[self.kind] if not self._field(n).value and n not in _OPTIONAL]
        self._field(empty[0] if empty else _FIELDS[self.kind][0]).input.focus()
        self._compose_card()

    @on(Input.Changed, "#input-structure")
    def _named(self) -> None:
        """Ask what a structure is only where it is new; at once, as the next key may be Tab."""
        if self.kind not in (FormKind.FACT, FormKind.LIST):
            return
        name = self._field("structure").value.strip().casefold()
        known = name in (word.casefold() for word in self._structures.words)
        field = self._field("structure_kind")
        if known and field.input.has_focus:
            self._field("relation").input.focus()
        field.display = not known

    @on(Input.Changed)
    @on(TextArea.Changed)
    def _typed(self) -> None:
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(_CHECK_SECONDS, self._compose_card)

    @on(Input.Submitted)
    def _submitted(self) -> None:
        self.focus_next()

    def _compose_card(self) -> None:
        """Show the card as it will be asked, and what is missing."""
        editor = self._editor
        form = self._form()
        self._composed = composing.compose(editor.document, editor.whole, form, self._note_id)
        composed = self._composed
        checked = authoring.check(editor.document, editor.whole)
        self._structures.words = composing.structures(checked)
        self._named()
        title = self.query_one("#title", Static)
        width = max(title.size.width, 1)
        left = safe.line(("New card", "bold"), (f"  in {editor.document.name}", "$muted"))
        cards = words.count(len(checked.cards), "card")
        title.update(safe.spread(left, safe.line((cards, "$muted")), width))
        self.query_one("#rule", Static).update(safe.line(("─" * width, "$foreground 22%")))
        told = self.query_one("#told", Static)
        if composed.problems:
            told.update(safe.line((composed.problems[0], "$muted")))
        elif composed.notes:
            told.update(safe.line(("~ ", "$text-warning"), (composed.notes[0], "$text-warning")))
        else:
            told.update(safe.line(("This is how it will be asked.", "$muted")))
        self.query_one(Preview).show(composed.cards)

    def action_kind(self) -> None:
        """Choose the next kind."""
        self.query_one(Choice).step()

    def action_save(self) -> None:
        """Add the card to the deck and save it; the form is then ready for the next."""
        self._compose_card()
        composed = self._composed
        if composed.problems:
            self.say(composed.problems[0], error=True)
            return
        self._editor.show_text(composed.text, composed.line)
        if not self._editor.save():
            self.say(self._editor.query_one(MessageLine).text, error=True)
        else:
            what = safe.shorten(composed.cards[0].question, 50)
            self.say(f"Saved: {what}")
        self._note_id = composing.draw_id()
        for name in _FIELDS[self.kind]:
            if name not in _KEPT:
                self._field(name).value = ""
        self._begin()

    def action_next_field(self) -> None:
        """Go to the next field."""
        self.focus_next()

    def action_previous_field(self) -> None:
        """Go to the field before."""
        self.focus_previous()

    def action_leave(self) -> None:
        """Go back to the deck's text; what was filled in and not saved is gone."""
        self.dismiss()


_OPTIONAL = ("structure_kind", "hint")
_STRUCTURE_KINDS = ("muscle", "nerve", "artery", "vein", "bone", "ligament", "joint", "condition")
