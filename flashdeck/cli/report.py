"""What goes to stderr, and the exit code: one clear line, never a traceback."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from flashdeck.core.errors import FlashdeckError
from flashdeck.core.text import clean_line

OK, FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130


def note(text: str) -> None:
    """Say one line on stderr."""
    _say(text)


def error(text: str) -> None:
    """Say one error line on stderr."""
    _say(f"error: {text}")


def _say(text: str) -> None:
    try:
        sys.stderr.write(clean_line(text) + "\n")
        sys.stderr.flush()
    except (OSError, ValueError):  # stderr is closed or full: there is nobody to tell
        return


def run(call: Callable[[], object], *, debug: bool) -> int:
    """Run the command and return its exit code, having said on stderr what went wrong."""
    try:
        result = call()
        sys.stdout.flush()
    except FlashdeckError as failure:
        error(str(failure))
        return failure.exit_code
    except KeyboardInterrupt:
        return _interrupted()
    except BrokenPipeError:
        _drop_stdout()
        return OK
    except Exception as failure:
        code = _said_by_click(failure)
        if code is not None:
            return code
        if debug:
            raise
        error(_crash_line(failure))
        return FAILED
    return result if isinstance(result, int) else OK


def _interrupted() -> int:
    note("interrupted")
    return INTERRUPTED


def _said_by_click(failure: Exception) -> int | None:
    """Say what click found wrong, and return the exit code; None for any other error."""
    import click  # here, since the app starts without it

    if isinstance(failure, click.exceptions.Exit):
        return failure.exit_code
    if isinstance(failure, click.Abort):
        return _interrupted()
    if not isinstance(failure, click.ClickException):
        return None
    hint = ""
    if isinstance(failure, click.UsageError) and failure.ctx is not None:
        hint = f"; see '{failure.ctx.command_path} --help'"
    error(failure.format_message().rstrip(".") + hint)
    return failure.exit_code


def _drop_stdout() -> None:
    """Point stdout at nothing, so that the interpreter does not complain when it closes it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def crash_file() -> Path:
    """Return where the traceback of a crash is written."""
    from platformdirs import user_state_path

    return user_state_path("flashdeck", appauthor=False) / "crash.log"


def _crash_line(failure: BaseException) -> str:
    import traceback  # only a crash needs it

    log = crash_file()
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8", errors="backslashreplace") as out:
            out.write("".join(traceback.format_exception(failure)) + "\n")
        kept = f"details are in {log}"
    except OSError:
        kept = "run it again with --debug for details"
    return f"flashdeck stopped unexpectedly ({type(failure).__name__}); {kept}"
