"""One session of study: what to ask next, what each answer would do, and answers that last."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from flashdeck.core.card import Card, Grade
from flashdeck.core.errors import LibraryError
from flashdeck.core.ids import CardId, DeckId
from flashdeck.core.schedule.base import Memory, Standing, is_leech
from flashdeck.services.clock import Clock
from flashdeck.services.library import Library
from flashdeck.services.library import deck_ids as all_deck_ids
from flashdeck.services.line import CramLine, Line, TodayLine
from flashdeck.services.scheduling import algorithm_for
from flashdeck.services.selection import ALL, Selection
from flashdeck.store import states
from flashdeck.store.prompts import StoredPrompt, get_prompt
from flashdeck.store.rows import Overlay

if TYPE_CHECKING:
    from flashdeck.core.schedule.replay import Entry
    from flashdeck.services.answering import Recorded
    from flashdeck.services.outcomes import Summary, Undone
    from flashdeck.services.removal import Removed

# After so many answers the write-ahead log is moved into the file, while the student thinks, else
# where nobody does: a commit that need not lengthen the log's file is quicker.
_ANSWERS_A_TIDYING = 20
_ANSWERS_A_CHECKPOINT = 200


# What writes the log is imported where it is written: the first card shows without it.


def warm_up() -> None:
    """Import what every step of a session needs, so that the first one is as quick as the next."""
    from flashdeck.services import answering, marking, outcomes
    from flashdeck.store import cards

    assert answering and marking and outcomes and cards


class Button(NamedTuple):
    """One of the four answers, computed before the answer; what is shown is what is saved."""

    grade: Grade
    interval_days: int
    due_day: int
    again_today: bool


class CardState(NamedTuple):
    """Where a card stands. ``ease`` is in hundredths, days are study days, ``flag`` 0 to 7.

    ``state`` is ``new`` (never answered), ``learning`` (to be drilled today) or ``review``.
    """

    state: str
    due_day: int | None
    interval_days: int
    ease: int
    repetitions: int
    lapses: int
    suspended: bool
    flag: int
    last_day: int | None

    @property
    def leech(self) -> bool:
        """Whether the card was forgotten so often that it wants rewording."""
        return is_leech(self.lapses)


class Prompt(NamedTuple):
    """The card that is asked now, with its four answers.

    ``own`` is what the student added to it, ``deck_id`` names its deck. With ``cram`` an answer
    leaves the schedule alone, and the buttons carry the interval and day that the card has.
    """

    card: Card
    deck_title: str
    deck_place: str
    deck_file: str
    state: CardState
    buttons: tuple[Button, Button, Button, Button]
    own: Overlay = Overlay()
    cram: bool = False
    deck_id: str = ""


class Progress(NamedTuple):
    """How far the session is: ``total`` is ``done`` and what is still to come today."""

    done: int
    total: int


def card_state(standing: Standing, today: int, flag: int = 0) -> CardState:
    """Return where a card stands, as it is shown on that study day."""
    memory = standing.memory
    if memory.due_day is None:
        state = "new"
    elif memory.drill and memory.last_day == today:
        state = "learning"
    else:
        state = "review"
    return CardState(
        state=state,
        due_day=memory.due_day,
        interval_days=memory.interval_days,
        ease=memory.ease,
        repetitions=memory.repetitions,
        lapses=memory.lapses,
        suspended=standing.suspended,
        flag=flag,
        last_day=memory.last_day,
    )


class Session:
    """Study of some decks, or of all: the next card, its answer, undo and redo.

    ``selection`` narrows it, or makes it cram. Suspending, burying, flagging and notes are steps
    like answers: `undo` takes back the newest step, whatever it was.
    """

    def __init__(
        self,
        library: Library,
        clock: Clock,
        deck_ids: Sequence[DeckId] | None = None,
        selection: Selection = ALL,
    ) -> None:
        self._library = library
        self._clock = clock
        self._cram = selection.cram
        self._answered: list[Entry] = []
        self._taken_back: dict[str, Entry] = {}
        self._steps = 0  # taken here and not taken back
        self._removed: list[tuple[int, Removed]] = []
        self._prompt: Prompt | None = None
        self._unmoved = 0  # answers in the write-ahead log
        self._seen: states.Seen | None = None
        self._ready: StoredPrompt | None = None
        with library.store.guard():
            self._deck_ids = tuple(all_deck_ids(library) if deck_ids is None else deck_ids)
            line = CramLine if selection.cram else TodayLine
            self._line: Line = line(library, self._deck_ids, selection, clock().day)
            self._advance()

    @property
    def prompt(self) -> Prompt | None:
        """The card to ask now; None when nothing is left."""
        return self._prompt

    @property
    def deck_ids(self) -> tuple[DeckId, ...]:
        """The decks that are studied."""
        return self._deck_ids

    @property
    def cram(self) -> bool:
        """Whether answers leave the schedule alone."""
        return self._cram

    def progress(self) -> Progress:
        """Return how far the session is."""
        done = len(self._answered)
        return Progress(done, done + len(self._line) + (self._prompt is not None))

    def answer(
        self,
        grade: Grade,
        *,
        duration_ms: int,
        asked: str = "shown",
        typed: str = "",
        picked: str = "",
        options: tuple[str, ...] = (),
    ) -> Button:
        """Record the answer; it is on disk when this returns, and `prompt` is then the next.

        Raises LibraryError where it could not be saved; the card is then still the prompt, and the
        answer may be given again: it is never recorded twice.
        """
        from flashdeck.services import answering

        prompt = self._asked()
        promised = prompt.buttons[grade - 1]
        answer = answering.Answer(
            q=grade.q,
            grade=int(grade),
            duration_ms=duration_ms,
            interval_days=promised.interval_days,
            asked=asked,
            typed=typed,
            picked=picked,
            options=options,
            cram=self._cram,
        )
        recorded = answering.record(
            self._library, prompt.card.id, answer, self._attempt, self._seen
        )
        if self._cram:
            given = promised
        else:
            given = _button(grade, recorded.standing.memory)
        self._answered.append(recorded.entry)
        self._taken_back.clear()
        self._steps += 1
        self._line.answered(prompt.card.id, recorded.standing, again=given.again_today)
        if not self._cram:
            after = recorded.standing
            due_day = None if after.suspended else after.memory.due_day
            self._line.balance.moved(DeckId(prompt.deck_id), prompt.state.due_day, due_day)
        with self._library.store.guard():
            self._advance(after=recorded)
        self._unmoved += 1
        if self._unmoved >= _ANSWERS_A_CHECKPOINT:
            self._checkpoint()
        return given

    def prepare(self) -> None:
        """Look up the next card, and tidy up, while the student thinks about this one.

        Without it nothing is missed; with it the next answer is quicker. It never fails: what is
        wrong with the library will be said where it matters.
        """
        if self._prompt is None or self._seen is None:
            return
        with contextlib.suppress(LibraryError), self._library.store.guard():
            card = self._line.after(self._prompt.card.id)
            if card is not None and self._seen.mark == self._library.store.mark():
                self._ready = get_prompt(self._library.db, card, self._clock().utc_ms)
            if self._unmoved >= _ANSWERS_A_TIDYING:
                self._checkpoint()

    def suspend(self, *, note: bool = False) -> int:
        """Take the card, or all cards of its note, out of study; return how many that were."""
        from flashdeck.services import marking

        wanted = self._meant(note=note)
        changed = marking.set_suspended(self._library, wanted, suspended=True)
        self._steps += bool(changed)
        self._move_on()
        return changed

    def bury(self, *, note: bool = False) -> int:
        """Put the card, or all cards of its note, off until tomorrow; return how many."""
        from flashdeck.services import marking

        changed = marking.bury(self._library, self._meant(note=note))
        self._steps += bool(changed)
        self._move_on()
        return changed

    def flag(self, number: int) -> None:
        """Mark the card with a flag, 1 to 7; 0 takes it off. The card stays the prompt."""
        from flashdeck.services import marking

        self._steps += marking.set_flag(self._library, [self._asked().card.id], number)
        self._show_again()

    def write(self, field: str, text: str) -> None:
        """Write the student's own ``hint``, ``mnemonic`` or ``note``; the card stays the prompt."""
        from flashdeck.services import marking

        self._steps += marking.set_own(self._library, self._asked().card.id, field, text)
        self._show_again()

    def fix_later(self, reason: str) -> None:
        """Flag the card to be mended, and keep the reason in its note; it stays the prompt."""
        from flashdeck.services import marking

        self._steps += marking.fix_later(self._library, self._asked().card.id, reason)
        self._show_again()

    def delete(self) -> Removed:
        """Take the card's fact or note out of its deck file; its history stays in the library.

        Raises FlashdeckError where the deck has no file that can be written.
        """
        from flashdeck.services import removal

        prompt = self._asked()
        removed = removal.remove_note(self._library, prompt.card, prompt.deck_file)
        self._removed.append((self._steps, removed))
        self._move_on()
        return removed

    def undo(self) -> Undone | None:
        """Take the last step back, also one from before this session; its card is asked again."""
        from flashdeck.services import answering

        if self._removed and self._removed[-1][0] >= self._steps:
            return self._put_back()
        undone = answering.undo(self._library)
        if undone is None:
            return None
        self._steps -= 1
        entry = undone.entry
        for place, answered in enumerate(self._answered):
            if answered.id == entry.id:
                self._taken_back[entry.id] = self._answered.pop(place)
                break
        return self._travelled(entry, back=True)

    def redo(self) -> Undone | None:
        """Take again the step that was last taken back."""
        from flashdeck.core.schedule.replay import Kind
        from flashdeck.services import answering

        redone = answering.redo(self._library)
        if redone is None:
            return None
        self._steps += 1
        entry = self._taken_back.pop(redone.entry.id, None)
        if entry is not None:
            self._answered.append(entry)
        if redone.entry.kind is Kind.CRAM:
            again = redone.entry.grade is not None and redone.entry.grade < Grade.GOOD
            self._line.answered(redone.entry.card, redone.standing, again=again)
        return self._travelled(redone.entry, back=False)

    def reload(self) -> None:
        """Ask the same card again as the library has it now; the next one where it is gone."""
        current = self._prompt.card.id if self._prompt is not None else None
        with self._library.store.guard():
            self._line.look_again(self._clock().day, current)
            self._advance(current)

    def summary(self) -> Summary:
        """Return what the session came to so far."""
        from flashdeck.services.outcomes import Summary
        from flashdeck.store import cards

        first: dict[CardId, Entry] = {}
        for entry in self._answered:
            first.setdefault(entry.card, entry)
        db, tomorrow = self._library.db, self._clock().day + 1
        missed = [cards.get_card(db, card) for card, e in first.items() if e.grade == Grade.AGAIN]
        return Summary(
            cards=len(first),
            elapsed_ms=sum(entry.duration_ms or 0 for entry in self._answered),
            remembered=len(first) - len(missed),
            tomorrow=sum(states.due_on(db, deck_id, tomorrow) for deck_id in self._deck_ids),
            missed=tuple(stored.card for stored in missed if stored is not None),
        )

    def _put_back(self) -> Undone:
        """Undo the last deletion; its card is asked again."""
        from flashdeck.services import removal
        from flashdeck.services.outcomes import Undone

        _, removed = self._removed.pop()  # where it cannot go back, u goes on with what was before
        removal.put_back(self._library, removed)
        with self._library.store.guard():
            asked = self._prompt.card.id if self._prompt is not None else None
            self._line.look_again(self._clock().day, asked)
            self._advance(removed.card.id)
        return Undone(removed.card.id, None, removed.card.question, deleted=True)

    def _asked(self) -> Prompt:
        if self._prompt is None:
            raise ValueError("there is no card")
        return self._prompt

    def _meant(self, *, note: bool) -> tuple[CardId, ...]:
        card = self._asked().card.id
        if not note:
            return (card,)
        from flashdeck.services import marking

        return marking.note_cards(self._library, card)

    def _move_on(self) -> None:
        self._taken_back.clear()
        with self._library.store.guard():
            self._line.look_again(self._clock().day)
            self._advance()

    def _show_again(self) -> None:
        self._taken_back.clear()
        with self._library.store.guard():
            version = self._library.store.data_version()
            self._prompt = self._prompt_for(self._asked().card.id, version)

    def _travelled(self, entry: Entry, *, back: bool) -> Undone:
        """Ask the card of the step that was taken back, else go on with the card asked now."""
        from flashdeck.core.schedule.replay import Kind

        asked = self._prompt.card.id if self._prompt is not None else None
        answer = Kind.CRAM if self._cram else Kind.REVIEW
        if not back and entry.kind is answer and entry.card == asked:
            asked = None
        with self._library.store.guard():
            self._line.look_again(self._clock().day, asked)
            first = asked
            if back and (entry.kind is answer or self._line.holds(entry.card)):
                first = entry.card
            elif asked is not None and not self._line.holds(asked):
                first = None
            self._advance(first)
            return self._undone(entry)

    def _checkpoint(self) -> None:
        self._unmoved = 0
        self._library.store.checkpoint()

    def _advance(self, first: CardId | None = None, after: Recorded | None = None) -> None:
        """Make the next card the prompt: ``first`` where it can be asked.

        ``after`` is given where an answer was recorded since the last card, and nothing else done.
        """
        self._attempt: list[str] = []
        today = self._clock().day
        self._prompt = None
        version = self._library.store.data_version()
        ready, last = None, None
        if after is not None and after.alone and self._seen and self._seen.mark[0] == version:
            # Nothing but that answer has been written since the last look.
            ready, last = self._ready, after.entry
        wanted = first
        while (card := self._line.take(today, version, wanted)) is not None:
            known = ready if ready is not None and ready.card.id == card else None
            self._prompt = self._prompt_for(card, version, known, last)
            if self._prompt is not None:
                return
            wanted = None

    def _prompt_for(
        self,
        card: CardId,
        version: int,
        known: StoredPrompt | None = None,
        last: Entry | None = None,
    ) -> Prompt | None:
        """Return the prompt for a card; None where its note or deck is gone by now.

        ``version`` is the library's before anything was looked up.
        """
        changes = self._library.db.total_changes
        self._ready, self._seen = None, None
        now = self._clock()
        found = known or get_prompt(self._library.db, card, now.utc_ms)
        if found is None:
            return None
        self._seen = states.Seen((version, changes), now.utc_ms, found.asked, last)
        return Prompt(
            card=found.card,
            deck_title=found.deck_title,
            deck_place=found.deck_place,
            deck_file=found.deck_file,
            state=card_state(found.standing, now.day, found.own.flag),
            buttons=self._buttons(found, now.day),
            own=found.own,
            cram=self._cram,
            deck_id=found.deck_id,
        )

    def _buttons(self, found: StoredPrompt, today: int) -> tuple[Button, Button, Button, Button]:
        memory = found.standing.memory
        if self._cram:
            due = today if memory.due_day is None else memory.due_day

            def cram(grade: Grade) -> Button:
                again = grade.q < found.settings.drill_below
                return Button(grade, memory.interval_days, due, again)

            return cram(Grade.AGAIN), cram(Grade.HARD), cram(Grade.GOOD), cram(Grade.EASY)
        algorithm, balance = algorithm_for(found.settings), self._line.balance

        def after(grade: Grade) -> Button:
            if not found.settings.balanced:
                return _button(grade, algorithm.answer(memory, grade.q, today))
            return _button(grade, balance.after(found.deck_id, memory, algorithm, grade.q, today))

        return after(Grade.AGAIN), after(Grade.HARD), after(Grade.GOOD), after(Grade.EASY)

    def _undone(self, entry: Entry) -> Undone:
        from flashdeck.services.outcomes import Undone
        from flashdeck.store import cards

        stored = cards.get_card(self._library.db, entry.card)
        grade = None if entry.q is None else Grade(min(max(entry.q - 1, 1), 4))
        return Undone(entry.card, grade, stored.card.question if stored else "", entry.kind)


def _button(grade: Grade, memory: Memory) -> Button:
    assert memory.due_day is not None
    return Button(grade, memory.interval_days, memory.due_day, memory.drill)
