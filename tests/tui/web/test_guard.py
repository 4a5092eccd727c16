"""Nobody but the student opens the app in a browser."""

from __future__ import annotations

import pytest

from flashdeck.tui.web.guard import Guard, is_loopback, new_token


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "[::1]", "127.8.8.8"])
def test_addresses_of_this_machine(host: str) -> None:
    """Only these are served without a token."""
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host", ["0.0.0.0", "192.168.1.4", "::", "example.org", "", "127.0.0.1.evil.net"]
)
def test_addresses_of_others(host: str) -> None:
    """Everything else can be reached from outside."""
    assert not is_loopback(host)


def test_a_name_that_was_pointed_here_gets_nothing() -> None:
    """A page of another site must not read the app by giving this machine its own name."""
    guard = Guard("127.0.0.1", 8737)
    assert guard.lets_host("localhost:8737")
    assert guard.lets_host("[::1]:8737")
    for host in (
        None,
        "",
        "evil.example:8737",
        "localhost",
        "localhost:8738",
        "127.0.0.1.evil:8737",
    ):
        assert not guard.lets_host(host)
    assert Guard("127.0.0.1", 80).lets_host("localhost")


def test_only_its_own_page_opens_a_session() -> None:
    """A page of another site must not type into the app."""
    guard = Guard("127.0.0.1", 8737)
    host = "127.0.0.1:8737"
    assert guard.lets_origin("http://127.0.0.1:8737", host)
    assert guard.lets_origin("https://127.0.0.1:8737", host)
    for origin in (
        None,
        "",
        "null",
        "http://evil.example",
        "http://127.0.0.1:9999",
        "http://127.0.0.1:8737.evil",
    ):
        assert not guard.lets_origin(origin, host)


def test_only_the_right_token() -> None:
    """On another address the link is the key."""
    guard = Guard("0.0.0.0", 8737, new_token())
    assert guard.lets_token(guard.token)
    for token in (None, "", "x", guard.token[:-1], guard.token + "x", "é"):
        assert not guard.lets_token(token)
    assert new_token() != new_token()
    assert len(new_token()) >= 43
