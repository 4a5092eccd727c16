"""Who may open the app in a browser: the right host, the right origin, the right token.

Pure, so that every refusal can be tested without a network.
"""

from __future__ import annotations

import hmac
import ipaddress
import secrets
from dataclasses import dataclass

COOKIE = "flashdeck_token"
_HTTP_PORT = 80  # browsers leave it out of the Host header
_LOOPBACK_NAMES = ("localhost", "127.0.0.1", "[::1]")


def is_loopback(host: str) -> bool:
    """Tell whether an address is only reached from this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def new_token() -> str:
    """Return a token of 256 bits for a link."""
    return secrets.token_urlsafe(32)


@dataclass(frozen=True, slots=True)
class Guard:
    """What a server on this host and port lets in; without a ``token`` none is asked for.

    On the loopback address the Host header must be one of its names, so that a page whose name was
    pointed here (DNS rebinding) gets nothing. Elsewhere the token stands for that.
    """

    host: str
    port: int
    token: str = ""

    def hosts(self) -> frozenset[str]:
        """Return the Host headers that are let in on the loopback address."""
        names = {*_LOOPBACK_NAMES, _bracketed(self.host)}
        with_port = {f"{name}:{self.port}" for name in names}
        return frozenset(with_port | names if self.port == _HTTP_PORT else with_port)

    def lets_host(self, host: str | None) -> bool:
        """Tell whether a request under this Host header is answered."""
        if not host:
            return False
        return not is_loopback(self.host) or host.casefold() in self.hosts()

    def lets_origin(self, origin: str | None, host: str | None) -> bool:
        """Tell whether a page of that origin may open a session; browsers always name it."""
        if not origin or not host:
            return False
        return origin.casefold() in (f"http://{host.casefold()}", f"https://{host.casefold()}")

    def lets_token(self, token: str | None) -> bool:
        """Tell whether a token is the right one; compared in constant time."""
        if not self.token:
            return True
        return hmac.compare_digest((token or "").encode(), self.token.encode())


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host and not host.startswith("[") else host
