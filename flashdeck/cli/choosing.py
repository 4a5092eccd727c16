"""Options by which a command studies or lists some cards only."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

import click

from flashdeck.core.card import Relation

if TYPE_CHECKING:
    from flashdeck.services.selection import Selection

F = TypeVar("F", bound=Callable[..., object])
_GREATEST_FLAG = 7
_RELATIONS = [relation.value for relation in Relation]


def chosen_cards(function: F) -> Callable[..., object]:
    """Give a command the options that narrow it, as its argument ``selection``."""

    @click.option("--tag", default="", metavar="TAG", help="Cards with this tag or one below it.")
    @click.option(
        "--relation",
        type=click.Choice(_RELATIONS, case_sensitive=False),
        metavar="RELATION",
        help="Cards of this relation: origin, innervation, ...",
    )
    @click.option(
        "--flag",
        type=click.IntRange(0, _GREATEST_FLAG),
        metavar="N",
        help="Cards with this flag, 1 to 7; 0: without any.",
    )
    @click.option("--leech", is_flag=True, help="Cards that were forgotten too often.")
    @click.option("--overdue", is_flag=True, help="Cards that were due before today.")
    @click.option(
        "--search", "query", default="", metavar="QUERY", help="Cards that 'search' finds by it."
    )
    @wraps(function)
    def narrowed(
        *args: Any,
        tag: str,
        relation: str | None,
        flag: int | None,
        leech: bool,
        overdue: bool,
        query: str,
        **kwargs: Any,
    ) -> object:
        selection = _selection(tag, relation, flag, leech, overdue)
        return function(*args, selection=selection._replace(query=query.strip()), **kwargs)

    return narrowed


def _selection(
    tag: str, relation: str | None, flag: int | None, leech: bool, overdue: bool
) -> Selection:
    from flashdeck.services.selection import Selection

    wanted = Relation(relation) if relation else None
    return Selection(tag=tag.strip(), relation=wanted, flag=flag, leech=leech, overdue=overdue)
