"""Card text (Markdown) as HTML that is inert: a fixed set of elements, everything else as text.

What a deck says can become emphasis, lists, tables, code, quotes, sub- and superscript, formulas
for MathJax, links to the web, and pictures and sounds of the package. It can never become a script,
LaTeX for a program to run, a template command or a cloze deletion; such text is shown as it was
written.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from functools import cache
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

Pictures = Callable[[str], str | None]
"""Maps the path of a picture, as the deck writes it, to its name in the package."""


def no_pictures(path: str) -> None:
    """Resolve no picture: its alternative text stands for it."""


# A text without these is the same in Markdown, in HTML and as it stands; most of a deck is.
_MARKUP = re.compile(r"[\\`*_~^\[\]!<>&{}$\n]")
# MathJax takes \( \) \[ \] from the text it sees, entities or not, but never across an element.
_MATH = re.compile(r"\\(?=[()\[\]])")
_ENTITIES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", "[": "&#91;", "{": "&#123;", "}": "&#125;"}
)
_ELEMENTS = {
    "paragraph": "p", "em": "em", "strong": "strong", "blockquote": "blockquote",
    "bullet_list": "ul", "list_item": "li", "table": "table", "thead": "thead",
    "tbody": "tbody", "tr": "tr", "sub": "sub", "sup": "sup", "s": "s",
}  # fmt: skip
_SCRIPT = re.compile(
    r"<(?P<tag>su[bp])>(?P<inner>[^<>]{1,80})</(?P=tag)>"
    r"|(?<![~\s])~(?P<low>[^\s~\\]{1,80})~(?!~)|(?<!\^)\^(?P<high>[^\s^\\]{1,80})\^(?!\^)"
)
_WEB = re.compile(r"(?:https?|mailto):", re.IGNORECASE)
SOUND_ENDINGS = tuple(".mp3 .ogg .oga .opus .wav .m4a .flac .mp4 .webm .mkv .mov .m4v .ogv".split())
# Pandoc's rule: no blank inside the dollars, no digit after them. Bounded, so that it is linear.
_FORMULA = re.compile(
    r"(?<![\[/])\$\$(?P<block>[^$]{1,4000})\$\$"
    r"|(?<![\[/])\$(?![\s$])(?P<inline>[^$]{1,4000})(?<![\s\\])\$(?![\d$])"
    r"|\\\((?P<round>[^$\\]{0,4000}(?:\\(?![()\[\]])[^$\\]{0,4000}){0,400})\\\)"
    r"|\\\[(?P<square>[^$\\]{0,4000}(?:\\(?![()\[\]])[^$\\]{0,4000}){0,400})\\\]"
)
# What MathJax would load, link or define is no formula that a card needs.
_ACTIVE = re.compile(
    r"\\(?:href|url|require|unicode|class|cssId|style|data|html|tooltip|mmlToken|def|let|"
    r"newcommand|renewcommand|newenvironment|include|input|begingroup)|\\[()\[\]]",
    re.IGNORECASE,
)


def escape(text: str) -> str:
    """Return plain text as HTML in which neither a browser nor Anki finds anything to obey.

    Brackets and braces become entities too: ``[sound:...]``, ``[latex]`` and ``{{...}}`` are
    commands to Anki wherever they stand in a field.
    """
    if _MATH.search(text):
        return "<span>\\</span>".join(part.translate(_ENTITIES) for part in _MATH.split(text))
    return text.translate(_ENTITIES)


def attribute(text: str) -> str:
    """Return text for use between the double quotes of an attribute."""
    return html.escape(text).replace("[", "&#91;").replace("{", "&#123;").replace("}", "&#125;")


def to_html(text: str, pictures: Pictures = no_pictures) -> str:
    """Return Markdown as HTML; a text of one paragraph comes without an element around it."""
    if not _MARKUP.search(text):
        return text
    markdown = _markdown()
    if "\n" not in text:
        return _render(markdown.parseInline(text), pictures)
    tokens = markdown.parse(text)
    if len(tokens) == 3 and tokens[0].type == "paragraph_open":
        tokens = tokens[1:2]
    return _render(tokens, pictures)


@cache
def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    # A line "[x]: y" would vanish from the card; headings and rules end a note.
    markdown.disable(["reference", "heading", "lheading", "hr", "html_block", "html_inline"])
    markdown.inline.ruler.before("emphasis", "script", _script)
    markdown.inline.ruler.before("escape", "formula", _formula)
    markdown.inline.add_terminator_char("$")
    return markdown


def _script(state: StateInline, silent: bool) -> bool:
    """Read ``H~2~O`` and ``Ca^2+^`` as Pandoc does, and the two HTML elements that forges show.

    No blank may stand inside, and a subscript must follow a character, so that "~5 to ~7" stays
    as it is.
    """
    found = _SCRIPT.match(state.src, state.pos, state.posMax)
    if not found or (found["low"] and state.pos == 0):
        return False
    if not silent:
        tag = found["tag"] or ("sub" if found["low"] else "sup")
        state.push(f"{tag}_open", tag, 1)
        state.push("text", "", 0).content = found["inner"] or found["low"] or found["high"]
        state.push(f"{tag}_close", tag, -1)
    state.pos = found.end()
    return True


def _formula(state: StateInline, silent: bool) -> bool:
    """Read ``$x$``, ``$$x$$`` and the two forms that MathJax has itself."""
    if state.src[state.pos] not in "$\\":
        return False
    found = _FORMULA.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    inline = found["inline"] or found["round"]
    formula = inline or found["block"] or found["square"]
    if not formula or not formula.strip() or _ACTIVE.search(formula):
        return False
    if not silent:
        token = state.push("formula", "", 0)
        token.content = formula.strip()
        token.block = inline is None
    state.pos = found.end()
    return True


def _render(tokens: Sequence[Token], pictures: Pictures) -> str:
    out: list[str] = []
    within_sound = False
    for token in tokens:
        if within_sound:
            within_sound = token.type != "link_close"
        elif token.type == "link_open" and (sound := _sound(token, pictures)):
            out.append(sound)
            within_sound = True
        else:
            out.append(_element(token, pictures))
    return "".join(out)


def _sound(token: Token, pictures: Pictures) -> str:
    """Return Anki's reference to a sound beside the deck; '' where a link leads elsewhere."""
    path = unquote(str(token.attrs.get("href", "")))
    if not path.lower().endswith(SOUND_ENDINGS) or _WEB.match(path):
        return ""
    name = pictures(path)
    return f"[sound:{name}]" if name and name.lower().endswith(SOUND_ENDINGS) else ""


def _element(token: Token, pictures: Pictures) -> str:
    kind, _, side = token.type.rpartition("_")
    if side in ("open", "close"):
        return "" if token.hidden else _tag(kind, token, closing=side == "close")
    match token.type:
        case "inline":
            return _render(token.children or (), pictures)
        case "softbreak":
            return " "
        case "hardbreak":
            return "<br>"
        case "code_inline":
            return f"<code>{escape(token.content)}</code>"
        case "fence" | "code_block":
            return f"<pre><code>{escape(token.content.rstrip())}</code></pre>"
        case "image":
            return _picture(token, pictures)
        case "formula":
            inner = token.content.translate(_ENTITIES)
            return f"\\[{inner}\\]" if token.block else f"\\({inner}\\)"
        case _:
            return escape(token.content)


def _tag(kind: str, token: Token, *, closing: bool) -> str:
    match kind:
        case "ordered_list":
            first = int(token.attrs.get("start", 1))
            opening = "ol" if first == 1 else f'ol start="{first}"'
            return "</ol>" if closing else f"<{opening}>"
        case "th" | "td":
            style = str(token.attrs.get("style", ""))
            opening = f'{kind} style="{attribute(style)}"' if style else kind
            return f"</{kind}>" if closing else f"<{opening}>"
        case "link":
            if closing:
                return "</a>"
            target = str(token.attrs.get("href", ""))
            return f'<a href="{attribute(target)}">' if _WEB.match(target) else "<a>"
        case _:
            return f"<{'/' if closing else ''}{_ELEMENTS[kind]}>"


def _picture(token: Token, pictures: Pictures) -> str:
    path = unquote(str(token.attrs.get("src", "")))
    name = pictures(path)
    if name is None:
        return escape(token.content or path)
    return f'<img src="{attribute(name)}" alt="{attribute(token.content)}">'
