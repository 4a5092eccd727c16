"""Makes packages as Anki users make them, with the official library, in a process of its own.

Called as ``maker.py FOLDER``: writes ``legacy.apkg modern.apkg legacy.colpkg modern.colpkg`` there,
all of one collection, and ``collection.json`` with what Anki itself says that it holds.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from anki.collection import Collection, ExportAnkiPackageOptions
from anki.consts import MODEL_CLOZE

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da63"
    "6460f85f0f0002870180eb47ba920000000049454e44ae426082"
)


def add(col: Collection, kind: str, deck: str, tags: str = "", **fields: str) -> int:
    note = col.new_note(col.models.by_name(kind))
    for name, value in fields.items():
        note[name.replace("_", " ")] = value
    note.tags = tags.split()
    col.add_note(note, col.decks.id(deck))
    return note.id


def add_types(col: Collection) -> None:
    kind = col.models.new("Term")
    for name in ("Term", "Meaning", "Hint", "Extra", "Place"):
        col.models.add_field(kind, col.models.new_field(name))
    one = col.models.new_template("Recall")
    one["qfmt"] = (
        "<style>b{color:red}</style>{{#Place}}<i>In {{Place}}:</i> {{/Place}}{{Term}}"
        "{{#Hint}}<br>{{hint:Hint}}{{/Hint}} {{Tags}}"
    )
    one["afmt"] = (
        "{{FrontSide}}<hr id=answer>{{Meaning}}{{^Extra}} (no more){{/Extra}}"
        "{{#Extra}}<br>{{Extra}}{{/Extra}}<script>document.title = 1</script>"
    )
    col.models.add_template(kind, one)
    two = col.models.new_template("Place")
    two["qfmt"] = "{{#Place}}Where is {{text:Term}}?{{/Place}}"
    two["afmt"] = "{{Place}} <small>{{Card}} of {{Subdeck}}</small>"
    col.models.add_template(kind, two)
    col.models.add(kind)
    cloze = col.models.new("Lines")
    cloze["type"] = MODEL_CLOZE
    for name in ("Head", "Lines", "More"):
        col.models.add_field(cloze, col.models.new_field(name))
    line = col.models.new_template("Lines")
    line["qfmt"] = "<b>{{Head}}</b>: {{cloze:Lines}}"
    line["afmt"] = "<b>{{Head}}</b>: {{cloze:Lines}}<br>{{More}}"
    col.models.add_template(cloze, line)
    col.models.add(cloze)


def add_notes(col: Collection) -> None:
    leg, arm = "Anatomy::Leg::Calf", "Anatomy::Arm"
    add(col, "Basic", leg, "leg::posterior x", Front="What innervates the <b>soleus</b>?",
        Back="tibial nerve<br>(S1, S2) &amp; more")  # fmt: skip
    add(col, "Basic (and reversed card)", leg, Front="solea", Back="sandal")
    add(col, "Basic (optional reversed card)", arm, Front="f1", Back="b1", Add_Reverse="y")
    add(col, "Basic (optional reversed card)", arm, Front="f2", Back="b2")
    add(col, "Basic (type in the answer)", arm, Front="Latin for sandal?", Back="solea")
    add(col, "Cloze", leg, "marked", Back_Extra="see <i>Gray</i>",
        Text="The {{c1::<b>soleus</b>::muscle}}, {{c1::plantaris}} lie "
        "{{c2::deep {{c3::to}} it}}")  # fmt: skip
    add(col, "Cloze", arm, Text=r"\(x^2 = {{c1::4}}\), H<sub>2</sub>O, Ca<sup>2+</sup>")
    add(col, "Basic", arm, Front='<img src="Bein ü.png"> [sound:ton é.mp3]', Back=(
        "<ul><li>one</li><li>two<ul><li>three</li></ul></li></ul>"
        "<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>"
    ))  # fmt: skip
    add(col, "Basic", arm, Front=r"Area? \[\pi r^2\]", Back="[$]a_1[/$] 5 * 3 * 2 _x_ 1 &lt; 2")
    add(col, "Image Occlusion", leg, Header="Leg", Back_Extra="Seen from behind.",
        Image='<img src="Bein ü.png">',
        Occlusion="{{c1::image-occlusion:rect:left=.31:top=.42:width=.18:height=.25:oi=1}}<br>"
        "{{c2::image-occlusion:ellipse:left=.44:top=.7:rx=.04:ry=.1:oi=1}}<br>"
        "{{c3::image-occlusion:polygon:points=.1,.1 .2,.1 .15,.2:oi=1}}")  # fmt: skip
    add(col, "Term", arm, "a b", Term="aorta", Meaning="great artery", Hint="big", Extra="more",
        Place="chest")  # fmt: skip
    add(col, "Term", arm, Term="vena", Meaning="vein")
    add(col, "Lines", arm, Head="Poem", Lines="{{c1::one}} {{c2::two}}", More="by me")


def study(col: Collection) -> None:
    cards = list(col.find_cards(""))
    now_ms = 1_790_000_000_000
    for number, card_id in enumerate(cards[:8]):
        rows = [
            (now_ms + number * 1000 - 30 * 86_400_000, 3, 1, -600, 0, 4000, 0),
            (now_ms + number * 1000 - 20 * 86_400_000, 1 + number % 4, 10, 1, 2500, 5000, 1),
            (now_ms + number * 1000 - 10 * 86_400_000, 3, 25, 10, 2350, 900, 1),
        ]
        for at, ease, ivl, last, factor, took, kind in rows:
            col.db.execute("insert into revlog values (?,?,?,?,?,?,?,?,?)",
                           at, card_id, -1, ease, ivl, last, factor, took, kind)  # fmt: skip
        card = col.get_card(card_id)
        card.type, card.queue, card.ivl = 2, 2, 25 + number
        card.due, card.factor = col.sched.today + number - 3, 2350 - 20 * number
        card.reps, card.lapses = 3, int(number % 4 == 0)
        col.update_card(card)
        if number < 4:
            data = json.dumps({"s": 31.5 + number, "d": 5.25, "lrt": rows[-1][0] // 1000})
            col.db.execute("update cards set data = ? where id = ?", data, card_id)
    at = now_ms - 86_400_000  # a rescheduling by hand, and a card crammed in a filtered deck
    col.db.execute("insert into revlog values (?,?,-1,0,9,9,0,0,4)", at, cards[0])
    col.db.execute("insert into revlog values (?,?,-1,3,9,9,0,700,3)", at + 1, cards[1])
    col.sched.suspend_cards([cards[6], cards[9]])
    col.sched.bury_cards([cards[10]])
    col.set_user_flag_for_cards(3, [cards[1], cards[11]])
    last = col.get_card(cards[12])
    last.start_timer()
    col.sched.answerCard(last, 1)


def describe(col: Collection) -> dict:
    return {
        "today": col.sched.today,
        "cards": [
            {
                "guid": card.note().guid, "number": card.ord,
                "deck": col.decks.name(card.odid or card.did),
                "type": card.type, "queue": card.queue, "due": card.odue or card.due,
                "ivl": card.ivl,
                "factor": card.factor, "lapses": card.lapses, "flag": card.user_flag(),
                "reps": card.reps, "left": card.left, "mod": card.note().mod,
                "kind": card.note_type()["name"], "tags": card.note().tags,
                "fields": dict(card.note().items()), "question": card.question(),
                "data": col.db.scalar("select data from cards where id = ?", card.id),
                "log": col.db.all("select id, ease, ivl, lastIvl, factor, time, type from revlog "
                                  "where cid = ? order by id", card.id),
            }
            for card in map(col.get_card, col.find_cards(""))
        ],
    }  # fmt: skip


def write_packages(col: Collection, out: Path) -> None:
    for legacy, name in ((True, "legacy"), (False, "modern")):
        options = ExportAnkiPackageOptions(
            with_scheduling=True, with_deck_configs=True, with_media=True, legacy=legacy
        )
        col.export_anki_package(out_path=str(out / f"{name}.apkg"), options=options, limit=None)
        col.export_collection_package(str(out / f"{name}.colpkg"), True, legacy)
        col.reopen()


def main() -> None:
    out = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        col = Collection(str(Path(folder) / "collection.anki2"))
        media = Path(col.media.dir())
        (media / "Bein ü.png").write_bytes(PIXEL)
        (media / "ton é.mp3").write_bytes(b"ID3 not much of a sound")
        (media / "unused.png").write_bytes(b"x")
        add_types(col)
        add_notes(col)
        study(col)
        (out / "collection.json").write_text(json.dumps(describe(col)), encoding="utf-8")
        write_packages(col, out)
        col.close()


if __name__ == "__main__":
    main()
