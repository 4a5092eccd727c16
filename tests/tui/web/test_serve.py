"""The app in a browser: a card is revealed and graded, and strangers get nothing."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

aiohttp = pytest.importorskip("aiohttp", reason="the extra 'serve' is not installed")
pytest.importorskip("textual_serve", reason="the extra 'serve' is not installed")

_CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
_PATIENCE = 30.0


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def _served(library: Path, *options: str) -> Iterator[str]:
    """Run the server; its link, as it printed it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "flashdeck", "--library", str(library), "serve",
         "--port", str(_free_port()), *options],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        link = process.stdout.readline().strip()
        assert link.startswith("http://"), process.stderr and process.stderr.read()
        yield link
    finally:
        process.send_signal(signal.SIGINT if os.name != "nt" else signal.SIGTERM)
        process.communicate(timeout=_PATIENCE)


def _reviews(library: Path) -> list[dict[str, object]]:
    done = subprocess.run(
        [sys.executable, "-m", "flashdeck", "--library", str(library), "log", "--json"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [json.loads(line) for line in done.stdout.splitlines()]


async def _until(said: asyncio.Queue[bytes], word: bytes) -> None:
    """Wait until the app has drawn a word."""
    seen = b""
    while word not in seen:
        seen += await asyncio.wait_for(said.get(), _PATIENCE)


@pytest.mark.skipif(os.name == "nt", reason="the web driver needs a POSIX system")
async def test_a_card_is_graded_through_a_session(tmp_path: Path) -> None:
    """An answer given in the browser is in the log like any other."""
    library = tmp_path / "library.db"
    with _served(library) as link:
        async with aiohttp.ClientSession() as client:
            headers = {"Origin": link.rstrip("/")}
            async with client.ws_connect(f"{link}ws?width=80&height=24", headers=headers) as page:
                said: asyncio.Queue[bytes] = asyncio.Queue()

                async def listen() -> None:
                    async for message in page:
                        if message.type is aiohttp.WSMsgType.BINARY:
                            said.put_nowait(message.data)

                listening = asyncio.create_task(listen())
                for key, then in (("\r", b"answer"), (" ", b"Again"), ("3", b"2")):
                    await _until(said, b"Nothing" if key == "\r" else b"")
                    await page.send_str(json.dumps(["stdin", key]))
                    await _until(said, then)
                    await asyncio.sleep(0.4)
                listening.cancel()
    (review,) = _reviews(library)
    assert (review["kind"], review["grade"]) == ("review", 3)


@pytest.mark.skipif(os.name == "nt", reason="the web driver needs a POSIX system")
async def test_strangers_get_nothing(tmp_path: Path) -> None:
    """Neither another page, nor another name, nor a guess reaches the cards."""
    with _served(tmp_path / "library.db", "--sessions", "1") as link:
        async with aiohttp.ClientSession() as client:
            async with client.get(link, headers={"Host": "evil.example"}) as refused:
                assert refused.status == 403
            for origin in ({}, {"Origin": "http://evil.example"}):
                with pytest.raises(aiohttp.WSServerHandshakeError) as failure:
                    await client.ws_connect(f"{link}ws", headers=origin)
                assert failure.value.status == 403
            async with client.get(link) as page:
                assert "default-src 'none'" in page.headers["Content-Security-Policy"]
            async with client.get(f"{link}static/") as listing:
                assert listing.status == 403
            async with client.get(f"{link}download/x") as download:
                assert download.status == 404
            own = {"Origin": link.rstrip("/")}
            async with client.ws_connect(f"{link}ws", headers=own) as first:
                with pytest.raises(aiohttp.WSServerHandshakeError) as full:
                    await client.ws_connect(f"{link}ws", headers=own)
                assert full.value.status == 503
                await first.send_str("not what the page sends")


@pytest.mark.skipif(os.name == "nt", reason="the web driver needs a POSIX system")
async def test_another_address_needs_the_token_of_the_link(tmp_path: Path) -> None:
    """A library in a network is opened by who was given the link, and nobody else."""
    with _served(tmp_path / "library.db", "--host", "0.0.0.0") as link:
        bare, token = link.split("?token=")
        bare = bare.replace("0.0.0.0", "127.0.0.1")
        assert len(token) > 40
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as client:
            for path in ("", "?token=x", "static/js/textual.js", "own/page.css", "ws"):
                async with client.get(f"{bare}{path}") as refused:
                    assert refused.status == 403, path
                    assert "cards" not in await refused.text()
            async with client.get(f"{bare}?token={token}") as page:
                assert page.status == 200
                assert "token" not in str(page.url)
                assert "textual-terminal" in await page.text()
            cookie = page.history[0].headers["Set-Cookie"]
            assert "HttpOnly" in cookie
            assert "SameSite=Strict" in cookie


@pytest.mark.skipif(_CHROMIUM is None, reason="no Chromium here")
async def test_in_a_real_browser(tmp_path: Path) -> None:
    """What a student does: open the link, reveal a card, grade it."""
    library, port = tmp_path / "library.db", _free_port()
    assert _CHROMIUM is not None
    chromium = subprocess.Popen(
        [_CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--window-size=1000,640",
         f"--remote-debugging-port={port}", f"--user-data-dir={tmp_path / 'profile'}",
         "about:blank"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        with _served(library) as link:
            async with aiohttp.ClientSession() as client:
                page = await _page(client, port)
                await _call(page, "Page.navigate", url=link)
                await _see(page, "document.body.classList.contains('-first-byte')")
                await asyncio.sleep(1.5)
                await _call(
                    page, "Runtime.evaluate",
                    expression="document.querySelector('.xterm-helper-textarea').focus()",
                )  # fmt: skip
                for key, code, text in (("Enter", 13, "\r"), (" ", 32, " "), ("3", 51, "3")):
                    for kind in ("keyDown", "keyUp"):
                        await _call(
                            page, "Input.dispatchKeyEvent", type=kind, key=key,
                            windowsVirtualKeyCode=code, text=text if kind == "keyDown" else "",
                        )  # fmt: skip
                    await asyncio.sleep(1.5)
        assert [review["grade"] for review in _reviews(library)] == [3]
    finally:
        chromium.kill()
        chromium.wait()


async def _page(client: aiohttp.ClientSession, port: int) -> aiohttp.ClientWebSocketResponse:
    """Return the first page of the browser, once it is up."""
    for _ in range(150):
        try:
            async with client.get(f"http://127.0.0.1:{port}/json") as answer:
                pages = [one for one in await answer.json() if one["type"] == "page"]
            return await client.ws_connect(pages[0]["webSocketDebuggerUrl"], max_msg_size=0)
        except (aiohttp.ClientError, IndexError):
            await asyncio.sleep(0.2)
    raise AssertionError("the browser did not start")


async def _call(
    page: aiohttp.ClientWebSocketResponse, method: str, **parameters: object
) -> dict[str, dict[str, object]]:
    await page.send_json({"id": 1, "method": method, "params": parameters})
    while True:
        answer = await asyncio.wait_for(page.receive_json(), _PATIENCE)
        if answer.get("id") == 1:
            return answer.get("result", {})  # type: ignore[no-any-return]


async def _see(page: aiohttp.ClientWebSocketResponse, condition: str) -> None:
    for _ in range(150):
        answer = await _call(page, "Runtime.evaluate", expression=condition)
        if answer.get("result", {}).get("value") is True:
            return
        await asyncio.sleep(0.2)
    raise AssertionError(f"never true: {condition}")
