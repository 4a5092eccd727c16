"""``flashdeck fit``: FSRS fitted to one's own log."""

from __future__ import annotations

import click

from flashdeck.cli import Invocation, output
from flashdeck.cli.completing import deck_names


@click.command("fit", epilog="Example: flashdeck fit soleus --dry-run")
@click.argument("deck", shell_complete=deck_names)
@click.option("--dry-run", is_flag=True, help="Only say what it would bring.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def command(invocation: Invocation, deck: str, dry_run: bool, as_json: bool) -> None:
    """Fit FSRS to your own answers in DECK; needs pip install 'flashdeck[fit]'.

    The log loss tells how well the recall of the last fifth of your answers was predicted, by the
    parameters in use and by fitted ones; less is better. The fitted ones are kept if they are.
    """
    from flashdeck.cli.opened import opened
    from flashdeck.services.fitting import fit_deck
    from flashdeck.services.library import find_deck

    with opened(invocation) as library:
        found = find_deck(library, deck)
        fit = fit_deck(library, found.id, keep=not dry_run)
    if as_json:
        output.emit(
            {
                "deck": found.title,
                "reviews": fit.reviews,
                "log_loss_before": fit.before,
                "log_loss_after": fit.after,
                "kept": fit.kept,
                "parameters": list(fit.parameters),
            }
        )
        return
    output.say(f"log loss {fit.before:.4f} before, {fit.after:.4f} after ({fit.reviews:,} answers)")
    kept = "kept" if fit.kept else "not kept"
    output.say(f"{kept}: {', '.join(f'{one:.4g}' for one in fit.parameters)}")
