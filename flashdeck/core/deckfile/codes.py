"""Every finding of the deck parser: its code, how much it matters, and what it says.

Codes are stable: a code once published keeps its meaning. D100 to D199 are errors, which keep the
file from loading; D200 to D299 are warnings; from D300 on they are the linter's. A message says
what is wrong and then what to do.
"""

from __future__ import annotations

from flashdeck.core.diagnostics import Diagnostic, Severity

MESSAGES: dict[str, str] = {
    # The file
    "D100": "{reason}",
    "D110": "code fence is never closed; add a line {fence} where the code ends",
    "D111": "comment is never closed; add --> where it ends",
    "D112": "unresolved merge conflict; keep what is right and delete the marker lines",
    "D113": "line is longer than {limit:,} characters; break it",
    "D114": "note is longer than {limit:,} characters; split it",
    # Front matter
    "D101": "front matter is never closed; add a line --- after its last key",
    "D102": "front matter is not valid YAML ({problem}); mend the line or quote its value",
    "D103": "front matter must not hold {what}; write the value itself",
    "D105": "key {key!r} stands twice in the front matter; keep one",
    "D106": "{key!r} must be {form}; mend its value",
    "D107": "this deck is written for flashdeck format {version!r}; update flashdeck, or write 1",
    "D108": "{id!r} is not a deck id; delete the line and run 'flashdeck check --fix'",
    "D109": "no card in this file, and no 'flashdeck: 1'; name a deck file, or write a note",
    # Structures and facts
    "D120": "heading has no name; write the structure's name after ##",
    "D121": "unknown relation {name!r}; use one of {known}, or begin prose with * instead of -",
    "D122": "second fact of {relation!r} needs a name; write '- {relation} ({name}): ...'",
    "D123": "fact {slot!r} stands already in line {first}; give this one a name of its own",
    "D124": "fact {relation!r} has no value; write one after the colon, or indented '- ' items",
    "D125": "fact has a value and items; keep one of them",
    "D126": "item is nested; a list card has one level, move it to the left",
    "D127": "item is empty; write its text or delete the line",
    "D128": "fact stands after a note of its structure; move it up, or indent it to make it text",
    # Questions, clozes, and what belongs to them
    "D104": "cloze has no deletion; write {{{{c1::...}}}} around what is asked",
    "D130": "question is empty; write it after Q:",
    "D131": "question has no answer; add a line A:",
    "D132": "answer is empty; write it after A:",
    "D133": "answer has no question; write Q: before it, or \\A: to keep it as text",
    "D134": "second answer to one question; use ' | ' for alternatives, or start a new Q:",
    "D135": "{marker}: belongs to a question, cloze or picture; move it, or write \\{marker}:",
    "D140": "deletion is never closed; add }}}}",
    "D141": "cloze number {number} is out of range; use 1 to 500",
    "D142": "deletions are nested deeper than 8; take some out",
    "D143": "deletion is empty; write the hidden text after ::",
    # Pictures
    "D150": "picture cannot be read; write ![what it shows](path), or (<a path>) with blanks",
    "D151": "picture {path!r} {reason}; put it into the deck's folder and give its path from there",
    "D153": "label has no place; end it with ' @ x% y% w% h%'",
    "D154": "label {name} stands already in line {first}; give it another number",
    "D155": "picture has no labels; add lines '- L1: text @ x% y% w% h%'",
    "D156": "place of the label cannot be read ({reason}); write {form}",
    "D157": "label has no text; write it before ' @ '",
    # Identity
    "D160": "fd comment is in the wrong place; it ends a ##, Q:, C: or I: line, or write \\<!--",
    "D161": "fd comment cannot be read ({reason}); mend it, or delete it and run --write-ids",
    "D162": "id {id} belongs to the note in {place} too; run 'flashdeck check --fix'",
    "D163": "deck id {id} belongs to {place} too; run 'flashdeck check --fix'",
    # Warnings
    "D201": "no 'flashdeck: 1' in the front matter; add it so that folders find this deck",
    "D202": "unknown key {key!r} is not read; delete it, or mend its spelling",
    "D203": "unknown relation {name!r} is not read; use one of {known}",
    "D204": "control character U+{number:04X} is left out; delete it",
    "D205": "'{key}:' is read as text here; move it directly under its heading",
    "D206": "'{key}:' stands twice; the first one counts, delete the other",
    "D207": "text beside a picture is not shown; move it into X:",
    "D208": "fact is read as prose, since its structure has ended; move it up",
    "D209": "'{marker}:' needs a blank after its colon; add it, or indent the line to make it text",
    "D210": "{marker}: is empty; write its text or delete the line",
    "D211": "numbers and dashes in one list; the first item decides, use one of them",
    "D212": "deck has no card yet; write a note",
    "D213": "second R: is not read; delete it",
    "D214": "waiver stands in a value and is read as text; put a line --- before it",
    "D215": "waiver cannot be read; write <!-- lint: D320 and the reason -->",
    "D216": "waiver of {waived} is for nothing here; delete it",
}


def finding(
    code: str, file: str, line: int, column: int, *, fix: str = "", **words: object
) -> Diagnostic:
    """Return the diagnostic of this code, its message filled with the words."""
    severity = Severity.ERROR if code < "D200" else Severity.WARNING
    message = MESSAGES[code].format(**words)
    return Diagnostic(file, line, column, severity, code, message, fix)
