"""A program under a pseudo-terminal of 80 by 24, for tests of what a real terminal gets."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
import time

_PATIENCE_SECONDS = 60
_QUIET_SECONDS = 0.05


class Terminal:
    """Starts the program; what it draws is read as bytes."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        self._primary, secondary = pty.openpty()
        fcntl.ioctl(secondary, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self._process = subprocess.Popen(
            command, stdin=secondary, stdout=secondary, stderr=secondary, env=environment,
            start_new_session=True, close_fds=True,
        )  # fmt: skip
        os.close(secondary)
        self.exit_code: int | None = None

    def wait_for(self, mark: bytes) -> None:
        """Read until the mark has been drawn."""
        seen = b""
        while mark not in seen:
            ready, _, _ = select.select([self._primary], [], [], _PATIENCE_SECONDS)
            assert ready, f"{mark!r} was not drawn: {seen[-500:]!r}"
            seen += os.read(self._primary, 65536)

    def press(self, key: bytes, mark: bytes, *, after_seconds: float = 0.0) -> None:
        """Press a key, and read until the mark has been drawn."""
        time.sleep(after_seconds)
        while select.select([self._primary], [], [], _QUIET_SECONDS)[0]:
            os.read(self._primary, 65536)
        os.write(self._primary, key)
        self.wait_for(mark)

    def press_last(self, key: bytes) -> bytes:
        """Press a key that ends the program, and return all that it says until then."""
        os.write(self._primary, key)
        said = b""
        until = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < until:
            try:
                chunk = os.read(self._primary, 65536)
            except OSError:  # it has closed its end
                break
            if not chunk:
                break
            said += chunk
        self.exit_code = self._process.wait(_PATIENCE_SECONDS)
        os.close(self._primary)
        return said
