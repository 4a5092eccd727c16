"""``flashdeck redo``: an answer that was taken back, given again."""

from __future__ import annotations

import click

from flashdeck.cli import Invocation


@click.command("redo", epilog="Example: flashdeck redo")
@click.option("--json", "as_json", is_flag=True, help="Print the answer given again as JSON.")
@click.pass_obj
def command(invocation: Invocation, as_json: bool) -> int:
    """Give again the answer that was last taken back, unless another was given since."""
    from flashdeck.cli.opened import opened
    from flashdeck.cli.undo import print_turned
    from flashdeck.services.answering import redo

    with opened(invocation) as library:
        redone = redo(library)
    return print_turned(redone, done="redone", none="there is nothing to redo", as_json=as_json)
