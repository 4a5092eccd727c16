"""Makes packages with what heavy users of Anki have, in a process of its own.

Called as ``odd_maker.py FOLDER``: writes ``legacy.apkg modern.apkg legacy.colpkg modern.colpkg``
there, all of one collection, and ``collection.json`` with what Anki itself says that it holds.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

from anki.collection import Collection
from anki.consts import MODEL_CLOZE

sys.path.insert(0, str(Path(__file__).parent))

from maker import PIXEL, add, describe, write_packages

DEEP = 'Anatomy::Upper limb::Häñd::"odd" <b>&amp;::😀 deep'
NAMES = ("Bein ü.png", "100% sure.png", "é nfd.png", "plus+and&amp.png", "q'uote.png", "日本.png")
VOCAB = {
    "Recognition": (
        "{{kanji:Reading}} {{Tags}}|{{Deck}}|{{Subdeck}}|{{Card}}|{{Type}}|{{CardFlag}}",
        "{{FrontSide}}<hr id=answer>{{furigana:Reading}}<br>{{kana:Reading}}<br>{{Meaning}}",
    ),
    "Recall": (
        "{{text:Meaning}}<script>alert(1)</script>",
        '<style>.x{color:red}</style>{{FrontSide}}<hr id="answer">{{Expression}}',
    ),
}
SECTIONS = {
    "One": (
        "{{#A}}a:{{A}}{{#B}} b:{{B}}{{/B}}{{/A}}{{^A}}no a, {{C}}{{/A}}",
        "{{FrontSide}}<hr id=answer>{{^B}}no b {{/B}}{{C}}",
    )
}
ACTIVE = {
    "Card": (
        "<div id=q>{{Q}}</div><script>document.getElementById('q').innerText += '!'</script>",
        "{{FrontSide}}<hr id=answer><div onclick='x()'>{{A}}</div><button>Show</button>",
    )
}
TYPED_CLOZE = {
    "Cloze": (
        "{{cloze:Text}} {{type:cloze:Text}}",
        "{{cloze:Text}} {{type:cloze:Text}}<br>{{More}}",
    )
}
BY_NUMBER = {
    "Cloze": (
        "{{#c1}}First: {{/c1}}{{cloze:Text}}",
        "{{cloze:Text}}{{#c2}}<br>{{More}}{{/c2}}",
    )
}
MASKS = (
    "{{c1::image-occlusion:rect:left=.1:top=.1:width=.1:height=.1}}<br>"
    "{{c1::image-occlusion:ellipse:left=.5:top=.5:rx=.1:ry=.1}}<br>"
    "{{c2::image-occlusion:polygon:points=.1,.1 .2,.1 .15,.2:angle=15}}<br>"
    "{{c0::image-occlusion:text:left=.1:top=.2:text=hello:scale=1:fs=.05}}<br>"
    "{{c3::image-occlusion:rect:left=-.05:top=.9:width=.2:height=.3}}"
)


def add_type(col: Collection, name: str, fields: str, templates: dict, cloze: bool = False) -> None:
    kind = col.models.new(name)
    if cloze:
        kind["type"] = MODEL_CLOZE
    for field in fields.split():
        made = col.models.new_field(field)
        made["rtl"] = name == "Right to left"
        col.models.add_field(kind, made)
    for title, (front, back) in templates.items():
        template = col.models.new_template(title)
        template["qfmt"], template["afmt"] = front, back
        col.models.add_template(kind, template)
    kind["css"] = ".card { color: teal; direction: rtl; }"
    col.models.add(kind)


def add_notes(col: Collection) -> None:
    add(col, "Basic", DEEP, "a::b c", Back="x<br><br>y",
        Front="<div>line one</div><div>two</div>")  # fmt: skip
    add(col, "Basic", DEEP, Front='<img src="e&#769; nfd.png"><img src="plus+and&amp;amp.png">',
        Back="<img src=\"q'uote.png\"> <img src=日本.png> "
        "<img src='Bein%20%C3%BC.png'>")  # fmt: skip
    add(col, "Basic", "Default", Front="[sound:ton é.mp3] hear", Back="[sound:film.webm]")
    add(col, "Basic", "Default", "leech", Back="H<sub>2</sub>O x<sup>2</sup>",
        Front=r"\(\frac{a}{b}\) \[x_1^2\] [latex]\alpha[/latex] "
        "<anki-mathjax>q</anki-mathjax>")  # fmt: skip
    add(col, "Basic (optional reversed card)", DEEP, Front="o1", Back="o2", Add_Reverse="y")
    add(col, "Basic (and reversed card)", DEEP, Front="r1 <b>x</b>", Back="r2")
    add(col, "Cloze", DEEP, Text="{{c1::A}} {{c1::B::hint}} {{c2::outer {{c3::inner}} end}} "
        "{{c10::ten}}")  # fmt: skip
    add(col, "Cloze", DEEP, Text="{{c1,2::both::h}} and {{c3::x::y::z}} \\({{c4::x^2}}\\)")
    add(
        col,
        "Cloze",
        DEEP,
        Text="<ul><li>{{c1::one}}</li><li>{{c2::two}}</li></ul>{{c3::<i>i</i>t}}",
    )
    add(col, "Vocab", DEEP, "jp", Expression="日本", Reading="日本[にほん]", Meaning="<b>Japan</b>")
    add(col, "Sections", DEEP, A="1", B="2", C="3")
    add(col, "Sections", DEEP, A="1", C="3")
    add(col, "Sections", DEEP, B="2", C="3")
    add(col, "Right to left", "عربي::לבן", Q="מה זה?", A="‏שלום")
    add(col, "Active", DEEP, Q="q", A="a")
    add(col, "Typed cloze", DEEP, Text="The {{c1::heart}} beats", More="e")
    add(col, "By number", DEEP, Text="{{c1::x}} and {{c2::y}}", More="t")
    add(col, "Image Occlusion", DEEP, Header="H", Comments="com", Occlusion=MASKS,
        Image='<img src="Bein ü.png">')  # fmt: skip
    add(col, "Basic", "Default", Front="<pre><code>if x:\n    y</code></pre>",
        Back="<table><tbody><tr><td>a|b</td><td>c<br>d</td></tr></tbody></table>")  # fmt: skip
    add(
        col, "Basic", "Default", Front="1. not a list", Back="# head; [link](x) &lt;b&gt; `c` {{x}}"
    )


def study(col: Collection) -> None:
    cards = list(col.find_cards(""))
    today, now = col.sched.today, int(time.time())

    def put(number: int, *log: tuple, **values: int) -> None:
        card = col.get_card(cards[number])
        for name, value in values.items():
            setattr(card, name, value)
        col.update_card(card)
        for ago, *row in log:
            at = (now - ago * 86_400) * 1000 + number
            col.db.execute("insert into revlog values (?,?,-1,?,?,?,?,?,?)", at, card.id, *row)

    review = {"type": 2, "queue": 2}
    put(0, (730, 3, 1, -600, 0, 900, 0), (720, 3, 10, 1, 2500, 900, 1),
        **review, ivl=10, due=today - 700, factor=2500, reps=5, lapses=1)  # fmt: skip
    put(1, (100, 1, 1, 9, 1300, 9, 1), **review, ivl=30, due=today + 12, factor=1300,
        reps=20, lapses=9)  # fmt: skip
    put(2, (0, 1, -60, -60, 0, 700, 0), type=1, queue=1, due=now + 300, left=1002, reps=1)
    relearned = {"type": 3, "left": 1, "ivl": 4, "factor": 2100, "reps": 9, "lapses": 2}
    put(3, (10, 3, 4, 2, 2100, 1, 1), (0, 1, -600, 4, 2100, 7, 1), **relearned, queue=1, due=now)
    put(4, (3, 3, 4, 2, 2100, 1, 1), (0, 1, -86_400, 4, 2100, 7, 2), **relearned, queue=3,
        due=today + 1)  # fmt: skip
    for number in range(5, 12):
        col.set_user_flag_for_cards(number - 4, [cards[number]])
    put(12, (8, 3, 1, -600, 500, 1, 0), (3, 3, 5, 2, 560, 1, 1), **review, ivl=5, due=today + 2,
        factor=2345, reps=3)  # fmt: skip
    fsrs = {"pos": 3, "s": 7.1234, "d": 5.5, "dr": 0.92, "decay": 0.2, "lrt": now - 3 * 86_400}
    data = json.dumps({**fsrs, "cd": '{"v":"x"}'})
    col.db.execute("update cards set data = ? where id = ?", data, cards[12])
    put(13, **review, ivl=5, due=today + 2, factor=2500, reps=3)  # without a log
    put(14, (5, 3, 1, -600, 0, 1, 0))  # forgotten: new again, with a log
    col.sched.suspend_cards([cards[15]])
    col.sched.bury_cards([cards[16]], manual=True)
    put(18, (8, 3, 7, 1, 2500, 1, 1), **review, ivl=7, due=today - 1, factor=2500, reps=2)
    second = col.find_cards('"note:Basic (and reversed card)" card:2')
    col.set_deck(second, col.decks.id("Reversed"))
    filtered = col.decks.get(col.decks.new_filtered("Filtered"))
    filtered["terms"] = [[f"cid:{cards[18]},{cards[19]}", 100, 0]]
    col.decks.save(filtered)
    col.sched.rebuild_filtered_deck(filtered["id"])
    deck = col.decks.by_name(DEEP)
    deck["desc"] = "Deep <i>words</i>"
    col.decks.save(deck)


def main() -> None:
    out = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        col = Collection(str(Path(folder) / "collection.anki2"))
        media = Path(col.media.dir())
        for name in NAMES:
            (media / name).write_bytes(PIXEL + name.encode())
        (media / "ton é.mp3").write_bytes(b"ID3")
        (media / "film.webm").write_bytes(b"film")
        add_type(col, "Vocab", "Expression Reading Meaning", VOCAB)
        add_type(col, "Sections", "A B C", SECTIONS)
        add_type(col, "Right to left", "Q A", {"Card": ("{{Q}}", "{{Q}}<hr id=answer>{{A}}")})
        add_type(col, "Active", "Q A", ACTIVE)
        add_type(col, "Typed cloze", "Text More", TYPED_CLOZE, cloze=True)
        add_type(col, "By number", "Text More", BY_NUMBER, cloze=True)
        add_notes(col)
        study(col)
        (out / "collection.json").write_text(json.dumps(describe(col)), encoding="utf-8")
        write_packages(col, out)
        col.close()


if __name__ == "__main__":
    main()
