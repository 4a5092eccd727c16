"""``flashdeck serve``: the app in a browser."""

from __future__ import annotations

import asyncio
import os
import shlex
import subprocess
import sys

import click

from flashdeck.cli import Invocation, report
from flashdeck.core.errors import UsageError

DEFAULT_PORT = 8737


@click.command("serve", epilog="Example: flashdeck serve --port 9000")
@click.option(
    "--host",
    metavar="H",
    default="127.0.0.1",
    show_default=True,
    help="The address to listen on; another than this machine's own needs the token.",
)
@click.option(
    "--port",
    metavar="P",
    default=DEFAULT_PORT,
    show_default=True,
    type=click.IntRange(1, 65535),
    help="The port to listen on.",
)
@click.option(
    "--sessions",
    metavar="N",
    default=4,
    show_default=True,
    type=click.IntRange(1, 100),
    help="How many may be open at once.",
)
@click.pass_obj  # fmt: skip
def command(invocation: Invocation, host: str, port: int, sessions: int) -> None:
    """Show the app in a browser, on this machine only unless --host says otherwise.

    On another address the link carries a token, without which nothing is shown; it is not
    encrypted, so put a server with TLS in front. In the browser no files of this machine are
    opened or written besides the library. Ctrl-C ends it.
    """
    try:
        from flashdeck.tui.web.server import Server
    except ImportError as missing:
        raise UsageError(
            f"serving needs {missing.name}", todo="install it with: pip install 'flashdeck[serve]'"
        ) from missing
    from flashdeck.tui.web.guard import Guard, is_loopback, new_token

    guard = Guard(host, port, "" if is_loopback(host) else new_token())
    server = Server(_command(invocation), guard, most=sessions, say=_say)
    try:
        asyncio.run(server.run())
    except OSError as failure:
        reason = (os.strerror(failure.errno) if failure.errno else str(failure)).lower()
        raise UsageError(
            f"cannot listen on {host}, port {port}: {reason}", todo="name another with --port"
        ) from failure


def _say(link: str) -> None:
    click.echo(link)
    sys.stdout.flush()
    report.note("open this in a browser; Ctrl-C ends it")


def _command(invocation: Invocation) -> str:
    parts = [sys.executable, "-m", "flashdeck", "--library", str(invocation.library)]
    return subprocess.list2cmdline(parts) if os.name == "nt" else shlex.join(parts)
