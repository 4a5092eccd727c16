"""A session in memory, for tests of what the screens do with it; it schedules nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from flashdeck.core.ids import CardId, DeckId, NoteId
from flashdeck.core.model import Card, CardKind, Grade, Item, Quotation, Relation
from flashdeck.services.outcomes import Summary, Undone
from flashdeck.services.study import Button, CardState, Progress, Prompt

TODAY = 20_779
_DAYS = {Grade.AGAIN: 1, Grade.HARD: 15, Grade.GOOD: 18, Grade.EASY: 20}
_STATE = CardState("review", TODAY, 6, 250, 2, 0, False, 0, TODAY - 6)


def card(question: str, answer: str, **values: object) -> Card:
    """Return a card; its id is made from the question."""
    made = Card(
        id=CardId(f"{abs(hash(question)) % 10**9}/q"),
        note_id=NoteId("n"),
        sibling_key=question,
        kind=CardKind.BASIC,
        relation=Relation.OTHER,
        subject="soleus",
        question=question,
        answer=answer,
    )
    return replace(made, **values)  # type: ignore[arg-type]


INNERVATION = card(
    "What is the innervation of the soleus?",
    "tibial nerve (S1, S2)",
    quotation=Quotation(
        "The soleus is innervated by the tibial nerve, with fibres from the first and second "
        "sacral segments (S1 and S2).",
        "sources/soleus.md", 0, 10,
    ),
)  # fmt: skip
LONG = card(
    "In which position of the knee is the soleus rather than the gastrocnemius the main plantar "
    "flexor of the ankle, and why does the other muscle drop out?",
    "Knee bent: the gastrocnemius crosses the knee as well, is slack when the knee is flexed, and "
    "cannot pull with force.",
    extra="Both muscles end in the calcaneal tendon.",
    hints=("One of them crosses two joints.", "Think of a chair."),
    quotation=Quotation("With the knee bent the gastrocnemius is slack.", "soleus.md", 3, 9),
)
ORIGINS = card(
    "Name the 3 origins of the soleus.",
    "",
    kind=CardKind.LIST,
    items=(
        Item("posterior surface of the upper tibia"),
        Item("head of the fibula"),
        Item("aponeurosis between the fibula and the tibia"),
    ),
)
CLOZE = card(
    "The [...] lies deep to the gastrocnemius; both end in the calcaneal tendon.",
    "soleus",
    kind=CardKind.CLOZE,
    cloze="The {{c1::soleus}} lies deep to the {{c2::gastrocnemius}}; both end in the calcaneal "
    "tendon.",
    cloze_number=1,
)


@dataclass
class FakeSession:
    """Asks its cards in order; a card below Good comes again at the end."""

    cards: Sequence[Card]
    title: str = "Soleus"
    place: str = "Lower limb::Soleus"
    file: str = ""
    answers: list[tuple[Card, Grade]] = field(default_factory=list)
    undone: list[tuple[Card, Grade]] = field(default_factory=list)
    failure: Exception | None = None
    cram: bool = False
    deck_ids: tuple[DeckId, ...] = ()

    @property
    def prompt(self) -> Prompt | None:
        at = len(self.answers)
        if at >= len(self.cards):
            return None
        buttons = tuple(
            Button(grade, days, TODAY + days, grade < Grade.GOOD) for grade, days in _DAYS.items()
        )
        return Prompt(
            self.cards[at], self.title, self.place, self.file, _STATE,
            buttons,  # type: ignore[arg-type]
        )  # fmt: skip

    def progress(self) -> Progress:
        return Progress(len(self.answers), len(self.cards))

    def answer(self, grade: Grade, *, duration_ms: int) -> Button:
        prompt = self.prompt
        assert prompt is not None
        if self.failure is not None:
            raise self.failure
        self.answers.append((prompt.card, grade))
        self.undone.clear()
        return prompt.buttons[grade - 1]

    def prepare(self) -> None:
        """There is nothing to look up."""

    def undo(self) -> Undone | None:
        if not self.answers:
            return None
        card, grade = self.answers.pop()
        self.undone.append((card, grade))
        return Undone(card.id, grade, card.question)

    def redo(self) -> Undone | None:
        if not self.undone:
            return None
        card, grade = self.undone.pop()
        self.answers.append((card, grade))
        return Undone(card.id, grade, card.question)

    def summary(self) -> Summary:
        missed = tuple(card for card, grade in self.answers if grade is Grade.AGAIN)
        done = len(self.answers)
        return Summary(done, 540_000, done - len(missed), 18, missed)
