"""No edit ever loses a schedule: every way to change a deck, with a library that has reviews."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flashdeck.cli import report
from flashdeck.cli.commands import group
from flashdeck.core.days import Moment
from flashdeck.core.ids import CardId
from flashdeck.services.answering import Answer, record
from flashdeck.services.importing import import_decks
from flashdeck.services.library import open_library
from flashdeck.services.listing import card_rows
from flashdeck.services.refreshing import refresh
from flashdeck.services.summary import ImportSummary
from flashdeck.store import cards, reviews, states

FRONT = "---\nflashdeck: 1\nid: dk-mv4t8q2rxh\ntitle: Calf\nreverse: [innervation]\n---\n"
SOLEUS = (
    "## Soleus <!-- fd:n7kq3m9xwa -->\n- origin: head of the fibula\n"
    "- innervation: tibial nerve\n- action: plantar flexion\n"
)
SANDAL = "Q: Which shoe gave the soleus its name? <!-- fd:k2v8r5t1pd -->\nA: A sandal\n"
DEEP = "C: The {{c1::soleus}} lies deep to the {{c2::gastrocnemius}}. <!-- fd:w3h6z0y4cb -->\n"
CALF = "\n".join([FRONT, SOLEUS, SANDAL, DEEP])
FOOT_FRONT = "---\nflashdeck: 1\nid: dk-b4t8q2rxhz\ntitle: Foot\n---\n"
HEEL = "Q: Which bone is the heel? <!-- fd:r3h6z0y4cb -->\nA: Calcaneus\n"
FOOT = FOOT_FRONT + "\n" + HEEL

# The answers that each card has had: no two lead to the same state, so that a schedule which
# reached the wrong card is seen.
ANSWERS = {
    "n7kq3m9xwa/origin": (3,),
    "n7kq3m9xwa/innervation": (4,),
    "n7kq3m9xwa/innervation~rev": (5,),
    "n7kq3m9xwa/action": (3, 3),
    "k2v8r5t1pd/q": (3, 4),
    "w3h6z0y4cb/c1": (3, 5),
    "w3h6z0y4cb/c2": (4, 4),
    "r3h6z0y4cb/q": (5, 5),
}
State = tuple[int, int]
KNOWN: dict[str, State] = {
    "n7kq3m9xwa/origin": (1, 236),
    "n7kq3m9xwa/innervation": (1, 250),
    "n7kq3m9xwa/innervation~rev": (1, 260),
    "n7kq3m9xwa/action": (2, 222),
    "k2v8r5t1pd/q": (2, 236),
    "w3h6z0y4cb/c1": (2, 246),
    "w3h6z0y4cb/c2": (2, 250),
    "r3h6z0y4cb/q": (2, 270),
}
NEW: State = (0, 250)


class World:
    """A folder of decks, and the library of one student who has studied them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.calf, self.foot = folder / "calf.md", folder / "foot.md"
        self.library = folder / "library.db"
        self.ms = 1_790_000_000_000
        folder.mkdir(parents=True, exist_ok=True)
        self.calf.write_bytes(CALF.encode())
        self.foot.write_bytes(FOOT.encode())
        with open_library(self.library, self.clock) as library:
            assert import_decks(library, [self.calf, self.foot]).new == len(ANSWERS)
            for turn in range(2):
                self.ms += 86_400_000 * (1 + 6 * turn)
                for card, given_q in ANSWERS.items():
                    if turn < len(given_q):
                        record(library, CardId(card), Answer(q=given_q[turn]))
        self.ms += 86_400_000

    def clock(self) -> Moment:
        return Moment(self.ms, 0)

    def edit(self, old: str, new: str, path: Path | None = None) -> None:
        """Replace text in a file, in the editor of an instructor."""
        file = path or self.calf
        text = file.read_bytes().decode()
        assert old in text
        file.write_bytes(text.replace(old, new).encode())

    def read(self, *paths: Path) -> ImportSummary:
        """Import these files, else the whole folder."""
        with open_library(self.library, self.clock) as library:
            return import_decks(library, paths or [self.folder])

    def run(self, *words: object) -> Result:
        """Run flashdeck itself."""

        @click.command(context_settings={"ignore_unknown_options": True})
        def main() -> None:
            def invoke() -> object:
                return group.main([*map(str, words)], prog_name="x", standalone_mode=False)

            raise SystemExit(report.run(invoke, debug=True))

        return CliRunner().invoke(main, [], env={"FLASHDECK_LIBRARY": str(self.library)})

    def states(self) -> dict[str, State]:
        """Return repetitions and ease of every card that the student can be asked now."""
        with open_library(self.library, self.clock) as library:
            found = {}
            for row in card_rows(library):
                memory = states.get_standing(library.db, row.card.id).memory
                found[str(row.card.id)] = (memory.repetitions, memory.ease)
            return found

    def log(self) -> list[tuple[str, int | None]]:
        """Return the cards and qualities of all answers in the log."""
        with open_library(self.library, self.clock) as library:
            entries = reviews.all_entries(library.db)
            return [(str(e.card), e.q) for e in entries if e.kind == "review"]


@pytest.fixture(scope="module")
def studied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A world to copy, so that each test need not study anew."""
    return World(tmp_path_factory.mktemp("studied") / "decks").folder


def copy_of(studied: Path, target: Path) -> World:
    """Return a world of its own; the library remembers the files under their new place."""
    shutil.copytree(studied, target)
    world = World.__new__(World)
    world.folder, world.library = target, target / "library.db"
    world.calf, world.foot = target / "calf.md", target / "foot.md"
    world.ms = 1_790_000_000_000 + 9 * 86_400_000
    with open_library(world.library, world.clock) as library:
        for name in ("calf.md", "foot.md"):
            db = library.db
            db.execute(
                "UPDATE decks SET file = ? WHERE file = ?",
                (str((target / name).resolve()), str((studied / name).resolve())),
            )
            db.commit()
    return world


@pytest.fixture
def world(studied: Path, tmp_path: Path) -> World:
    """Two decks with every card studied."""
    found = copy_of(studied, tmp_path / "decks")
    assert found.states() == KNOWN
    return found


def without(*gone: str) -> dict[str, State]:
    return {card: state for card, state in KNOWN.items() if card not in gone}


def reword_front(world: World) -> None:
    world.edit("Which shoe gave", "Which piece of clothing gave")


def reword_back(world: World) -> None:
    world.edit("- origin: head of the fibula", "- origin: fibular head | head of the fibula")


def reorder(world: World) -> None:
    world.calf.write_text("\n".join([FRONT, DEEP, SANDAL, SOLEUS]))


def move_between_files(world: World) -> None:
    world.edit(SANDAL, "")
    world.foot.write_text(FOOT + "\n" + SANDAL)


def rename_file_and_deck(world: World) -> None:
    world.edit("title: Calf", "title: Triceps surae\ndeck: Leg::Triceps")
    world.calf.rename(world.folder / "triceps.md")


def rename_heading(world: World) -> None:
    world.edit("## Soleus", "## Musculus soleus")


def carriage_returns(world: World) -> None:
    world.calf.write_bytes(CALF.replace("\n", "\r\n").encode())


def strip_ids_and_put_them_back(world: World) -> None:
    import re

    world.calf.write_text(re.sub(r" <!-- fd:.*?-->", "", CALF))
    world.read()
    assert world.states() != KNOWN
    world.calf.write_text(CALF)


def delete_and_restore(world: World) -> None:
    world.edit(SANDAL, "")
    world.read()
    assert world.states() == without("k2v8r5t1pd/q")
    world.calf.write_text(CALF)


def branch_switch(world: World) -> None:
    world.calf.write_text(FRONT + DEEP)
    world.foot.unlink()
    world.read(world.calf)
    assert world.states() == {c: s for c, s in KNOWN.items() if c[0] in "wr"}
    world.calf.write_text(CALF)
    world.foot.write_text(FOOT)


def vanished_file(world: World) -> None:
    world.foot.unlink()


def tags_and_helps(world: World) -> None:
    world.edit("A: A sandal", "A: A sandal\nH: Romans wore it.\nT: names")


KEEPING: tuple[Callable[[World], None], ...] = (
    reword_front,
    reword_back,
    reorder,
    move_between_files,
    rename_file_and_deck,
    rename_heading,
    carriage_returns,
    strip_ids_and_put_them_back,
    delete_and_restore,
    branch_switch,
    vanished_file,
    tags_and_helps,
)


@pytest.mark.parametrize("change", KEEPING, ids=lambda change: change.__name__)
def test_nothing_is_lost(world: World, change: Callable[[World], None]) -> None:
    """Whatever an instructor does of this, every student knows exactly what they knew before."""
    log = world.log()
    change(world)
    done = world.read()
    assert not done.refused
    assert world.states() == KNOWN
    assert world.log() == log


def test_read_again_at_start(world: World) -> None:
    """A changed deck is as safe when the app reads it again by itself."""
    move_between_files(world)
    with open_library(world.library, world.clock) as library:
        assert not refresh(library).refused
    assert world.states() == KNOWN


def test_a_copied_note(world: World) -> None:
    """A copy with the same id is refused with both places, until --fix gives the copy its own."""
    copy = SANDAL.replace("Which shoe gave the soleus its name?", "What does solea mean?")
    world.calf.write_text(CALF + "\n" + copy)
    done = world.read()
    assert len(done.refused) == 1
    assert "calf.md:18" in done.refused[0] and "line 13" in done.refused[0]
    assert world.states() == KNOWN, "what was read before is still studied"
    assert world.run("check", world.calf).exit_code == 1
    assert world.run("check", "--fix", world.calf).exit_code == 0
    assert not world.read().refused
    found = world.states()
    assert {card: found[card] for card in KNOWN} == KNOWN
    assert [found[card] for card in found.keys() - KNOWN.keys()] == [NEW]


def test_a_note_copied_into_another_file(world: World) -> None:
    """The same between two files: neither may take the other's reviews."""
    world.foot.write_text(FOOT + "\n" + SANDAL)
    done = world.read()
    assert done.refused
    assert all("calf.md" in line and "foot.md" in line for line in done.refused)
    assert world.states() == KNOWN
    assert world.run("check", "--fix", world.folder).exit_code == 0
    assert not world.read().refused
    assert {card: world.states()[card] for card in KNOWN} == KNOWN


def test_split(world: World) -> None:
    """Both halves of a split question begin with what was known of the whole."""
    half = "Q: What does *solea* mean? <!-- fd:c2v8r5t1pd was=k2v8r5t1pd/q -->\nA: Sandal\n"
    world.edit(SANDAL, SANDAL + "\n" + half)
    assert not world.read().refused
    assert world.states() == KNOWN | {"c2v8r5t1pd/q": KNOWN["k2v8r5t1pd/q"]}


def test_merge(world: World) -> None:
    """A card that takes the place of two has the history of both, in the order of time."""
    world.edit(SANDAL, "")
    world.edit("- origin: head of the fibula\n", "")
    one = (
        "Q: Name and origin of the soleus? "
        "<!-- fd:c2v8r5t1pd was=q:k2v8r5t1pd/q,q:n7kq3m9xwa/origin -->\nA: Sandal; fibula\n"
    )
    world.edit(DEEP, one + "\n" + DEEP)
    assert not world.read().refused
    found = world.states()
    assert found.keys() == without("k2v8r5t1pd/q", "n7kq3m9xwa/origin").keys() | {"c2v8r5t1pd/q"}
    repetitions, ease = found["c2v8r5t1pd/q"]
    assert repetitions >= 2 and ease < 250


def test_renamed_slot(world: World) -> None:
    """A fact filed under another relation is the same fact where its author says so."""
    world.edit("fd:n7kq3m9xwa -->", "fd:n7kq3m9xwa was=joint:n7kq3m9xwa/action -->")
    world.edit("- action: plantar flexion", "- joint: plantar flexion")
    world.read()
    assert world.states()["n7kq3m9xwa/joint"] == KNOWN["n7kq3m9xwa/action"]


def test_a_new_meaning(world: World) -> None:
    """`rev` sends only the cards it names back to the beginning, once."""
    world.edit("fd:n7kq3m9xwa -->", "fd:n7kq3m9xwa rev=action:2 -->")
    world.edit("plantar flexion", "dorsiflexion")
    assert not world.read().refused
    assert world.states() == KNOWN | {"n7kq3m9xwa/action": NEW}
    with open_library(world.library, world.clock) as library:
        record(library, CardId("n7kq3m9xwa/action"), Answer(q=4))
    after = world.states()
    reword_front(world)
    world.read()
    assert world.states() == after


def test_ids_stripped(world: World) -> None:
    """Without ids the notes are new ones, which import says; nothing is attached by likeness."""
    import re

    world.calf.write_text(re.sub(r" <!-- fd:.*?-->", "", CALF))
    done = world.read()
    assert (done.new, done.orphaned) == (7, 7)
    assert any("--write-ids" in notice for notice in done.notices)
    found = world.states()
    assert {s for card, s in found.items() if card not in KNOWN} == {NEW}
    assert len(world.log()) == sum(map(len, ANSWERS.values())), "the reviews wait in the log"


def test_writing_ids_moves_nothing(world: World) -> None:
    """Notes studied before they were stamped keep their schedule when they are."""
    note = "\nQ: Which nerve runs behind the medial malleolus?\nA: The tibial nerve\n"
    world.foot.write_text(FOOT + note)
    world.read()
    (card,) = world.states().keys() - KNOWN.keys()
    with open_library(world.library, world.clock) as library:
        record(library, CardId(card), Answer(q=5))
    before = world.states()
    assert world.run("check", "--write-ids", world.folder).exit_code == 0
    assert "fd:" in world.foot.read_text().splitlines()[-2]
    world.read()
    assert world.states() == before
    world.edit("Which nerve runs", "Which large nerve runs", world.foot)
    world.read()
    assert world.states() == before


def test_two_machines_stamp_one_file(world: World, tmp_path: Path) -> None:
    """Two instructors who stamp their clones write the same bytes: nothing to merge."""
    bare = (
        FOOT_FRONT + "\n## Talus\n- location: above the calcaneus\n\nQ: a?\nA: b\n\nQ: a?\nA: c\n"
    )
    one, two = tmp_path / "one" / "foot.md", tmp_path / "two" / "deep" / "other-name.md"
    for path in (one, two):
        path.parent.mkdir(parents=True)
        path.write_text(bare)
        assert world.run("check", "--write-ids", path).exit_code == 0
    assert one.read_bytes() == two.read_bytes() != bare.encode()


def test_a_merge_conflict_refuses_only_its_file(world: World) -> None:
    """A half-merged deck is not studied half; the old version of it and the others are."""
    conflict = f"<<<<<<< ours\n{SANDAL}=======\n{SANDAL.replace('shoe', 'boot')}>>>>>>> theirs\n"
    world.edit(SANDAL, conflict)
    world.edit("Which bone is the heel?", "Which bone forms the heel?", world.foot)
    done = world.read()
    assert done.files == 1
    assert any(f"calf.md:{n}" in line for line in done.refused for n in (13, 14))
    assert world.states() == KNOWN


def test_generated_again(world: World) -> None:
    """Cards of an article keep their schedule when the article grows and the deck is made again."""
    article = world.folder / "article.txt"
    sentences = (
        "The popliteus muscle\n\nThe popliteus originates from the lateral condyle of the femur. "
        "The popliteus inserts on the posterior surface of the tibia. "
        "The popliteus is innervated by the tibial nerve.\n"
    )
    article.write_text(sentences)
    deck = world.folder / "popliteus.md"
    assert world.run("generate", article, "-o", deck).exit_code == 0
    world.read(deck)
    made = world.states().keys() - KNOWN.keys()
    assert made
    with open_library(world.library, world.clock) as library:
        for card in made:
            record(library, CardId(card), Answer(q=5))
    before = world.states()
    article.write_text(
        sentences.replace("muscle\n\n", "muscle\n\nThe popliteus lies behind the knee joint. ")
    )
    assert world.run("generate", article, "-o", deck).exit_code == 0
    assert not world.read(deck).refused
    after = world.states()
    assert {card: after[card] for card in before} == before
    assert world.run("check", deck).exit_code == 0


def test_what_a_student_added_survives(world: World) -> None:
    """Own hints, flags and suspensions belong to the card, whatever happens to its deck."""
    card = CardId("k2v8r5t1pd/q")
    own = cards.Overlay(hint="like a flip-flop", mnemonic="SOLE", note="exam!", flag=3)
    with open_library(world.library, world.clock) as library, library.store.transaction() as db:
        cards.put_overlay(db, card, own)
        db.execute("UPDATE states SET suspended = 1 WHERE card = ?", (card,))
    for change in (reword_front, rename_file_and_deck):
        change(world)
        world.read()
    world.edit("Which piece of clothing", "Which item", world.folder / "triceps.md")
    assert world.run("import", "--dry-run", world.folder).exit_code == 0
    world.read()
    with open_library(world.library, world.clock) as library:
        assert cards.overlay_of(library.db, card) == own
        assert states.get_standing(library.db, card).suspended


def test_a_dry_run_shows_the_update(world: World) -> None:
    """A student sees what an update of a course does before it is done, and nothing is done."""
    reword_back(world)
    world.edit("fd:k2v8r5t1pd -->", "fd:k2v8r5t1pd rev=2 -->")
    world.edit("- action: plantar flexion\n", "")
    world.edit("innervation: tibial nerve", "innervation: fibular nerve")
    shown = world.run("import", "--dry-run", world.calf)
    assert shown.exit_code == 0
    lines = {line.split()[1]: line for line in shown.stdout.splitlines()}
    assert lines["n7kq3m9xwa/origin"].startswith("reworded")
    assert lines["k2v8r5t1pd/q"].startswith("meaning")
    assert lines["n7kq3m9xwa/action"].startswith("removed")
    assert "D370" in lines["n7kq3m9xwa/innervation"]
    assert world.states() == KNOWN


def git(folder: Path, *words: str, check: bool = True) -> str:
    environment = {
        **os.environ,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        "GIT_AUTHOR_NAME": "A",
        "GIT_AUTHOR_EMAIL": "a@example.org",
        "GIT_COMMITTER_NAME": "A",
        "GIT_COMMITTER_EMAIL": "a@example.org",
    }
    done = subprocess.run(
        ["git", "-c", "init.defaultBranch=main", "-c", "core.autocrlf=false", *words],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0 or not check, done.stderr
    return done.stdout


@pytest.fixture
def clones(world: World, tmp_path: Path) -> Iterator[tuple[World, Path]]:
    """The student's decks in git, and a colleague's clone of them."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    (world.folder / ".gitignore").write_text("library.db*\nbackups\nmedia\n*.lock\n")
    git(world.folder, "init", "-q")
    git(world.folder, "add", ".")
    git(world.folder, "commit", "-qm", "decks")
    git(tmp_path, "clone", "-q", str(world.folder), "theirs")
    yield world, tmp_path / "theirs"


def both_commit_and_merge(world: World, theirs: Path) -> None:
    git(theirs, "commit", "-qam", "theirs")
    git(world.folder, "commit", "-qam", "ours")
    git(world.folder, "pull", "-q", "--no-rebase", "--no-edit", str(theirs), "main", check=False)


def test_two_clones_merged(clones: tuple[World, Path]) -> None:
    """Both sides edit, git merges without a question, and no review is lost or moved."""
    world, theirs = clones
    file = theirs / "calf.md"
    added = "\nQ: Which tendon does the soleus share?\nA: Calcaneal tendon\n"
    file.write_text(
        file.read_text().replace("lies deep to", "is deep to") + added, encoding="utf-8"
    )
    assert world.run("check", "--write-ids", file).exit_code == 0
    reword_back(world)
    move = HEEL.replace("Which bone is the heel?", "Which bone of the foot is the heel?")
    world.foot.write_text(FOOT_FRONT + "\n" + move)
    both_commit_and_merge(world, theirs)
    assert "<<<<" not in world.calf.read_text()
    assert not world.read().refused
    found = world.states()
    assert {card: found[card] for card in KNOWN} == KNOWN
    assert [found[card] for card in found.keys() - KNOWN.keys()] == [NEW]


def test_two_clones_in_conflict(clones: tuple[World, Path]) -> None:
    """Both reword one line: the file is refused until somebody decides, and then all is there."""
    world, theirs = clones
    file = theirs / "calf.md"
    file.write_text(file.read_text().replace("Which shoe", "Which boot"))
    world.edit("Which shoe", "Which clog")
    both_commit_and_merge(world, theirs)
    assert "<<<<<<<" in world.calf.read_text()
    refused = world.read().refused
    assert refused and all("calf.md" in line for line in refused)
    assert world.states() == KNOWN
    git(world.folder, "checkout", "-q", "--theirs", "calf.md")
    assert not world.read().refused
    assert world.states() == KNOWN


def test_branches_of_one_clone(clones: tuple[World, Path]) -> None:
    """A branch without half of the notes, and back: they come back with their schedules."""
    world, _ = clones
    git(world.folder, "checkout", "-qb", "short")
    world.calf.write_text(FRONT + DEEP)
    git(world.folder, "commit", "-qam", "short")
    world.read()
    assert len(world.states()) == 3
    git(world.folder, "checkout", "-q", "main")
    with open_library(world.library, world.clock) as library:
        assert not refresh(library).refused
    assert world.states() == KNOWN


# A random deck in two files, edited at random; each note's words begin with its own number, by
# which the test knows it whatever is done to it.
EDITS = ("reword", "answer", "swap", "move", "delete", "restore", "title", "lines", "read", "stamp")


class Decks:
    """Two deck files as an instructor edits them: notes by number, some of them away for a time."""

    def __init__(self, folder: Path) -> None:
        self.files = (folder / "calf.md", folder / "foot.md")
        self.notes: list[list[str]] = [[], []]
        for number in range(6):
            note_id = f"{'abcdefgh'[number]}7kq3m9xwa"
            note = f"Q: {number} what? <!-- fd:{note_id} -->\nA: answer {number}\n"
            self.notes[number % 2].append(note)
        self.away: list[str] = []
        self.titles = ["Calf", "Foot"]
        self.end = "\n"

    def change(self, edit: str, rng: random.Random) -> None:
        """Do one edit."""
        side = rng.randrange(2)
        notes, other = self.notes[side], self.notes[1 - side]
        at = rng.randrange(len(notes)) if notes else -1
        if edit == "title":
            self.titles[side] += "x"
        elif edit == "lines":
            self.end = "\r\n" if self.end == "\n" else "\n"
        elif edit == "restore" and self.away:
            notes.insert(at + 1, self.away.pop(rng.randrange(len(self.away))))
        elif at < 0:
            return
        elif edit == "reword":
            notes[at] = notes[at].replace(" what", " oh what")
        elif edit == "answer":
            notes[at] = notes[at].replace("A: ", "A: new ")
        elif edit == "swap":
            rng.shuffle(notes)
        elif edit == "move":
            other.insert(rng.randrange(len(other) + 1), notes.pop(at))
        elif edit == "delete" and len(notes) > 1:
            self.away.append(notes.pop(at))

    def write(self) -> None:
        """Save both files."""
        for path, front, title, notes in zip(
            self.files, (FRONT, FOOT_FRONT), self.titles, self.notes, strict=True
        ):
            text = "\n".join([front.replace("title: ", f"title: {title} "), *notes])
            path.write_bytes(text.replace("\n", self.end).encode())

    def shown(self) -> set[str]:
        """Return the numbers of the notes that are in a file with cards."""
        return {note[3] for notes in self.notes for note in notes}


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.sampled_from(EDITS), min_size=4, max_size=16), st.randoms(use_true_random=False))
def test_any_sequence_of_edits(
    tmp_path_factory: pytest.TempPathFactory, edits: list[str], rng: random.Random
) -> None:
    """After whatever edits, every card is there once, with exactly the reviews it was given."""
    folder = tmp_path_factory.mktemp("random")
    decks = Decks(folder)
    decks.write()
    ms = 1_790_000_000_000

    def clock() -> Moment:
        return Moment(ms, 0)

    given_answers: dict[str, list[int]] = {str(number): [] for number in range(6)}
    with open_library(folder / "library.db", clock) as library:
        for edit in ["read", *edits, "read"]:
            if edit not in ("read", "stamp"):
                decks.change(edit, rng)
                continue
            decks.write()
            paths = [folder] if edit == "stamp" else list(decks.files)
            rng.shuffle(paths)
            if all(decks.notes):
                assert not import_decks(library, paths).refused
            ms += 86_400_000
            rows = {row.card.question[0]: row.card for row in card_rows(library)}
            if all(decks.notes):
                assert rows.keys() == decks.shown()
            for number, card in rows.items():
                if rng.random() < 0.5:
                    given_answers[number].append(rng.choice((3, 4, 5)))
                    record(library, card.id, Answer(q=given_answers[number][-1]))
            for number, card in rows.items():
                standing = states.get_standing(library.db, card.id)
                assert standing.memory.repetitions == len(given_answers[number])
        by_card: dict[str, list[int | None]] = {}
        for entry in reviews.all_entries(library.db):
            by_card.setdefault(entry.card[0], []).append(entry.q)
        for number, answers in given_answers.items():
            assert by_card.get("abcdefgh"[int(number)], []) == answers
