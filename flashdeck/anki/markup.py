"""HTML of a field as a tree: linear in its length, bounded in depth, nothing in it is obeyed."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

from flashdeck.core.extract.html import tokens

# Elements below this depth are taken as if they stood at it.
_DEPTH = 60
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_DROPPED = frozenset("script style template noscript iframe object svg canvas head title".split())
_ATTRIBUTE = re.compile(
    r"([a-zA-Z][\w:-]{0,40})\s{0,20}=\s{0,20}(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))"
)


@dataclass(slots=True)
class Element:
    """An element with its attributes; children are elements and texts, entities resolved."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)


def parse_markup(markup: str) -> tuple[Element, frozenset[str]]:
    """Return the tree, and the names of elements left out because they are programs or the like."""
    root = Element("")
    stack = [root]
    skip, dropped, unclosed = "", set[str](), set[str]()
    for what, start, end, name in tokens(markup):
        if skip:
            if name == f"/{skip}":
                skip = ""
        elif what == "text":
            stack[-1].children.append(html.unescape(markup[start:end]))
        elif name.startswith("/"):
            _close(stack, name[1:])
        elif name in _DROPPED:
            dropped.add(name)
            if name not in unclosed and markup[end - 2] != "/":
                if markup.find(f"</{name}", end) >= 0:
                    skip = name
                else:
                    unclosed.add(name)
        else:
            element = Element(name, _attributes(markup[start:end]))
            _close_implied(stack, name)
            stack[-1].children.append(element)
            if name not in _VOID and len(stack) < _DEPTH:
                stack.append(element)
    return root, frozenset(dropped)


def _close(stack: list[Element], name: str) -> None:
    for depth in range(len(stack) - 1, 0, -1):
        if stack[depth].name == name:
            del stack[depth:]
            return


_IMPLIED = {
    "li": (frozenset({"li"}), frozenset({"ul", "ol"})),
    "tr": (frozenset({"tr", "td", "th"}), frozenset({"table"})),
    "td": (frozenset({"td", "th"}), frozenset({"tr", "table"})),
    "th": (frozenset({"td", "th"}), frozenset({"tr", "table"})),
    "dt": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "dd": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "p": (frozenset({"p"}), frozenset({"div", "td", "th", "li", "blockquote", "table"})),
}


def _close_implied(stack: list[Element], name: str) -> None:
    """End what a new element ends without saying: an item before the next one, say."""
    if name not in _IMPLIED:
        return
    closed, borders = _IMPLIED[name]
    for depth in range(len(stack) - 1, 0, -1):
        if stack[depth].name in borders:
            return
        if stack[depth].name in closed:
            while depth > 1 and stack[depth - 1].name in closed:
                depth -= 1
            del stack[depth:]
            return


def _attributes(tag: str) -> dict[str, str]:
    if "=" not in tag:
        return {}
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(tag):
        found.setdefault(name.lower(), html.unescape(double or single or bare))
    return found
