"""The note types of our packages, one a kind, frozen so that learners' collections keep up.

Anki drops updates of known notes when a field or a template was added to their type, so the order
and the number of fields never change: a new need takes a spare field (renaming one is free). The
ids are for ever; they come from keys, never from names. Styling and templates may change, together
with `CHANGED`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

# When templates or styling last changed, in seconds since 1970; Anki takes over newer ones only.
CHANGED = 1_795_392_000  # 2026-11-23

ID = "flashdeck id"  # what AnkiConnect, which does not show guids, knows a note by
HINTS = ("Hint", "Hint 2", "Hint 3")
_SHARED = ("Mnemonic", "Source", "Subject", "Relation", "Note", ID, "Spare 3", "Spare 4")


@dataclass(frozen=True, slots=True)
class Template:
    """One card of a note type: what its front and back show."""

    name: str
    front: str
    back: str


@dataclass(frozen=True, slots=True)
class NoteType:
    """One kind of note as Anki keeps it.

    ``stock`` is Anki's number of the built-in type it is a kind of (0 for none), by which Anki
    knows its cloze and image-occlusion notes; ``tagged`` is how many of the first fields carry
    the marks by which Anki finds them, ``locked`` which of these it does not let a user delete.
    ``definition`` is all of a type that came from Anki, as schema 11 keeps it (JSON).
    """

    id: int
    key: str
    name: str
    fields: tuple[str, ...]
    templates: tuple[Template, ...]
    css: str
    cloze: bool = False
    stock: int = 0
    tagged: int = 0
    locked: frozenset[int] = frozenset()
    definition: str = ""

    def as_json(self) -> dict[str, object]:
        """Return it as schema 11 keeps it in the collection."""
        if self.definition:
            kept: dict[str, object] = json.loads(self.definition)
            return kept
        return {
            "id": self.id,
            "name": self.name,
            "type": int(self.cloze),
            "mod": CHANGED,
            "usn": 0,
            "sortf": 0,
            "did": None,
            "css": self.css,
            "latexPre": _LATEX_HEAD,
            "latexPost": "\\end{document}",
            "latexsvg": False,
            "req": [],
            "originalStockKind": self.stock,
            "flds": [self._field(number, name) for number, name in enumerate(self.fields)],
            "tmpls": [self._template(number, one) for number, one in enumerate(self.templates)],
        }

    def row(self, values: Mapping[str, str]) -> tuple[str, ...]:
        """Return the fields of a note in their frozen order; those not named are empty.

        Raises KeyError for a name that is no field of this type.
        """
        row = [""] * len(self.fields)
        places = _places(self.fields)
        for name, value in values.items():
            row[places[name]] = value
        return tuple(row)

    def _field(self, number: int, name: str) -> dict[str, object]:
        return {
            "id": _stable_id(self.key, "field", number),
            "name": name,
            "ord": number,
            "sticky": False,
            "rtl": False,
            "font": "Arial",
            "size": 20,
            "description": "",
            "plainText": False,
            "collapsed": name == ID or name.startswith("Spare"),
            "excludeFromSearch": False,
            "tag": number if number < self.tagged else None,
            "preventDeletion": number in self.locked,
        }

    def _template(self, number: int, template: Template) -> dict[str, object]:
        return {
            "id": _stable_id(self.key, "template", number),
            "name": template.name,
            "ord": number,
            "qfmt": template.front,
            "afmt": template.back,
            "bqfmt": "",
            "bafmt": "",
            "did": None,
            "bfont": "",
            "bsize": 0,
        }


def kept_type(definition: str) -> NoteType:
    """Return a note type that came from Anki. Raises ValueError, KeyError or TypeError."""
    model = json.loads(definition)
    return NoteType(
        id=int(model["id"]),
        key="",
        name=str(model["name"]),
        fields=tuple(str(one["name"]) for one in model["flds"]),
        templates=tuple(
            Template(str(one["name"]), str(one["qfmt"]), str(one["afmt"])) for one in model["tmpls"]
        ),
        css=str(model.get("css", "")),
        cloze=model.get("type") == 1,
        definition=definition,
    )


@cache
def _places(fields: tuple[str, ...]) -> dict[str, int]:
    return {name: number for number, name in enumerate(fields)}


def _stable_id(*parts: object) -> int:
    """Return a positive number of at most 63 bits that belongs to these parts for ever."""
    digest = hashlib.sha256("/".join(map(str, parts)).encode()).digest()
    return int.from_bytes(digest[:8]) >> 1 or 1


_LATEX_HEAD = (
    "\\documentclass[12pt]{article}\n\\special{papersize=3in,5in}\n"
    "\\usepackage[utf8]{inputenc}\n\\usepackage{amssymb,amsmath}\n"
    "\\pagestyle{empty}\n\\setlength{\\parindent}{0in}\n\\begin{document}\n"
)

_CSS = """\
.card {
    --text: #1b1f24;
    --page: #ffffff;
    --quiet: #5c6570;
    --line: #d0d7de;
    --accent: #0550ae;
    font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif;
    font-size: 20px;
    line-height: 1.5;
    text-align: center;
    color: var(--text);
    background-color: var(--page);
}
.card.nightMode, .card.night_mode, .nightMode .card, .night_mode .card {
    --text: #e6e8eb;
    --page: #1f2226;
    --quiet: #a0a8b2;
    --line: #444b54;
    --accent: #8ab8ff;
}
.flashdeck {
    max-width: 38em;
    margin: 0 auto;
    padding: 0 .5em;
    overflow-wrap: break-word;
}
.answer { font-weight: 600; }
.flashdeck ul, .flashdeck ol { display: inline-block; margin: .3em 0; text-align: left; }
.flashdeck li { margin: .15em 0; }
.flashdeck table { margin: .5em auto; border-collapse: collapse; }
.flashdeck th, .flashdeck td { padding: .2em .6em; border: 1px solid var(--line); }
.flashdeck pre { display: inline-block; max-width: 100%; overflow-x: auto; text-align: left; }
.flashdeck img { max-width: 100%; max-height: 70vh; }
.flashdeck a { color: var(--accent); }
.hints, .accepted, .extra, .mnemonic, .note, .source { margin-top: .8em; font-weight: normal; }
.hints, .accepted, .alternative, .mnemonic, .source { color: var(--quiet); font-size: .85em; }
.alternative { font-weight: normal; }
.source { border-top: 1px solid var(--line); padding-top: .5em; font-size: .75em; }
.source cite { display: block; }
.cloze { font-weight: bold; color: var(--accent); }
.cloze-inactive { color: inherit; }
hr { border: 0; border-top: 1px solid var(--line); }
.mobile .card, .card.mobile { font-size: 18px; }
"""

_OCCLUSION_CSS = """\
#image-occlusion-canvas {
    --inactive-shape-color: #ffeba2;
    --active-shape-color: #ff8e8e;
    --inactive-shape-border: 1px #212121;
    --active-shape-border: 1px #212121;
    --highlight-shape-color: #ff8e8e00;
    --highlight-shape-border: 1px #ff8e8e;
}
"""


def _shown(field: str, *, name: str = "", before: str = "") -> str:
    """Return the template text that shows a field where it is not empty."""
    inner = f'<div class="{name or field.lower()}">{before}{{{{{field}}}}}</div>'
    return f"{{{{#{field}}}}}{inner}{{{{/{field}}}}}\n"


# Anki's own {{hint:}} makes a link of the field's name; a tap shows the text.
_HINTS = "".join(
    f'{{{{#{field}}}}}<div class="hints">{{{{hint:{field}}}}}</div>{{{{/{field}}}}}\n'
    for field in HINTS
)
_HELPS = _shown("Extra") + _shown("Mnemonic") + _shown("Note") + _shown("Source")
_CLOZE_HELPS = (
    _shown("Back Extra", name="extra") + _shown("Mnemonic") + _shown("Note") + _shown("Source")
)


def _card(inner: str) -> str:
    return f'<div class="flashdeck">\n{inner}</div>\n'


_QUESTION = '<div class="question">{{Question}}</div>\n'
_LINE = '<hr id="answer">\n'
_ACCEPTED = _shown("Accepted", before="or: ")

_REVERSE = Template(
    "Reverse",
    "{{#Reverse Question}}"
    + _card('<div class="question">{{Reverse Question}}</div>\n')
    + "{{/Reverse Question}}",
    "{{FrontSide}}\n" + _card(_LINE + '<div class="answer">{{Reverse Answer}}</div>\n' + _HELPS),
)
_TYPED_REVERSE = Template(
    "Reverse",
    "{{#Reverse Question}}"
    + _card('<div class="question">{{Reverse Question}}</div>\n{{type:Reverse Answer}}\n')
    + "{{/Reverse Question}}",
    _card(
        '<div class="question">{{Reverse Question}}</div>\n'
        + _LINE
        + "{{type:Reverse Answer}}\n"
        + _HELPS
    ),
)
_FACT_FIELDS = (
    "Question", "Answer", "Reverse Question", "Reverse Answer", "Accepted",
    *HINTS, "Extra", *_SHARED,
)  # fmt: skip

BASIC = NoteType(
    id=1_795_392_000_101,
    key="basic",
    name="flashdeck Basic",
    fields=_FACT_FIELDS,
    templates=(
        Template(
            "Recall",
            _card(_QUESTION + _HINTS),
            "{{FrontSide}}\n"
            + _card(_LINE + '<div class="answer">{{Answer}}</div>\n' + _ACCEPTED + _HELPS),
        ),
        _REVERSE,
    ),
    css=_CSS,
)

TYPED = NoteType(
    id=1_795_392_000_102,
    key="typed",
    name="flashdeck Typed",
    fields=_FACT_FIELDS,
    templates=(
        Template(
            "Type the answer",
            _card(_QUESTION + _HINTS + "{{type:Answer}}\n"),
            _card(_QUESTION + _LINE + "{{type:Answer}}\n" + _ACCEPTED + _HELPS),
        ),
        _TYPED_REVERSE,
    ),
    css=_CSS,
)

LIST = NoteType(
    id=1_795_392_000_103,
    key="list",
    name="flashdeck List",
    fields=_FACT_FIELDS,
    templates=(
        Template(
            "List",
            _card(_QUESTION + _HINTS),
            "{{FrontSide}}\n"
            + _card(_LINE + '<div class="items">{{Answer}}</div>\n' + _ACCEPTED + _HELPS),
        ),
        _REVERSE,
    ),
    css=_CSS,
)

CLOZE = NoteType(
    id=1_795_392_000_104,
    key="cloze",
    name="flashdeck Cloze",
    fields=("Text", "Back Extra", *HINTS, *_SHARED),
    templates=(
        Template(
            "Cloze",
            _card("{{cloze:Text}}\n" + _HINTS),
            _card("{{cloze:Text}}\n" + _CLOZE_HELPS),
        ),
    ),
    css=_CSS,
    cloze=True,
    stock=5,
    tagged=2,
    locked=frozenset({0}),
)

# The script is Anki's own, word for word; without it no mask is drawn.
_OCCLUSION = """\
{{#Header}}<div class="question">{{Header}}</div>{{/Header}}
<div style="display: none">{{cloze:Occlusion}}</div>
<div id="err"></div>
<div id="image-occlusion-container">
    {{Image}}
    <canvas id="image-occlusion-canvas"></canvas>
</div>
<script>
try {
    anki.imageOcclusion.setup();
} catch (exc) {
    document.getElementById("err").innerHTML = `Error loading image occlusion. Is your Anki \
version up to date?<br><br>${exc}`;
}
</script>
"""

IMAGE = NoteType(
    id=1_795_392_000_105,
    key="image",
    name="flashdeck Image Occlusion",
    fields=(
        "Occlusion",
        "Image",
        "Header",
        "Back Extra",
        "Comments",
        "Answers",
        *HINTS,
        *_SHARED,
    ),
    templates=(
        Template(
            "Image Occlusion",
            _OCCLUSION + _card(_HINTS),
            _OCCLUSION
            + '<div><button id="toggle">Toggle Masks</button></div>\n'
            + _card('<div class="answer">{{cloze-only:Answers}}</div>\n' + _CLOZE_HELPS),
        ),
    ),
    css=_OCCLUSION_CSS + _CSS,
    cloze=True,
    stock=6,
    tagged=5,
    locked=frozenset({0, 1, 2, 3}),
)

NOTE_TYPES = (BASIC, TYPED, LIST, CLOZE, IMAGE)
