"""The web server: one page, one web socket a session, each session an app of its own.

It is textual-serve's, with what it leaves open closed: requests pass a guard, sessions are counted,
the app's wishes to open links or to send files go unheard, and nothing is loaded from elsewhere.
"""

from __future__ import annotations

import asyncio
import json
import signal
from collections.abc import Awaitable, Callable
from importlib.resources import files

from aiohttp import WSCloseCode, WSMsgType, web
from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

from flashdeck.tui.web.guard import COOKIE, Guard
from flashdeck.tui.web.served import SERVED_VARIABLE

_LARGEST_MESSAGE = 64 * 1024  # bytes; a pasted page of text
_LARGEST_SIDE = 500  # cells
_WIDTH, _HEIGHT = 80, 24
_HEARTBEAT_SECONDS = 15
_GOODBYE_SECONDS = 2.0
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self' "
    "'unsafe-inline'; font-src 'self' data:; img-src 'self' data:; connect-src 'self'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class _Session(AppService):
    """One app and its browser; links and files that the app offers stay where they are."""

    def _build_environment(self, width: int = 80, height: int = 24) -> dict[str, str]:
        return {**super()._build_environment(width, height), SERVED_VARIABLE: "1"}

    async def on_meta(self, data: bytes) -> None:
        if json.loads(data).get("type") == "exit":
            await self.remote_close()

    async def on_packed(self, payload: bytes) -> None:
        return


class Server:
    """Serves an app: ``command`` is the shell command that runs it, ``most`` the sessions at once.

    ``say`` gets one line once it listens.
    """

    def __init__(
        self, command: str, guard: Guard, *, most: int, say: Callable[[str], None]
    ) -> None:
        self._command = command
        self._guard = guard
        self._most = most
        self._say = say
        self._sockets: set[web.WebSocketResponse] = set()
        self._open = 0
        self._stop = asyncio.Event()

    def application(self) -> web.Application:
        """Return the routes behind the guard."""
        app = web.Application(middlewares=[self._guarded])
        app.router.add_get("/", self._page)
        app.router.add_get("/ws", self._socket)
        own = files("flashdeck.tui.web") / "assets"
        app.router.add_static("/own", str(own), show_index=False)
        app.router.add_static("/static", str(files("textual_serve") / "static"), show_index=False)
        return app

    async def run(self) -> None:
        """Serve until the process is told to stop. Raises OSError where the port is taken."""
        runner = web.AppRunner(
            self.application(), access_log=None, shutdown_timeout=_GOODBYE_SECONDS
        )
        await runner.setup()
        try:
            site = web.TCPSite(runner, self._guard.host, self._guard.port)
            await site.start()
            loop = asyncio.get_running_loop()
            for number in (signal.SIGINT, signal.SIGTERM):
                try:
                    loop.add_signal_handler(number, self._stop.set)
                except NotImplementedError:  # Windows: Ctrl-C arrives as KeyboardInterrupt
                    break
            self._say(self._link())
            await self._stop.wait()
        finally:
            for socket in list(self._sockets):
                await socket.close(code=WSCloseCode.GOING_AWAY)
            await runner.cleanup()

    def _link(self) -> str:
        host = f"[{self._guard.host}]" if ":" in self._guard.host else self._guard.host
        token = f"?token={self._guard.token}" if self._guard.token else ""
        return f"http://{host}:{self._guard.port}/{token}"

    @web.middleware
    async def _guarded(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        guard, host = self._guard, request.headers.get("Host")
        if not guard.lets_host(host):
            return _refused("This address is not served here.")
        token = request.query.get("token") or request.cookies.get(COOKIE)
        if not guard.lets_token(token):
            return _refused(
                "Open the whole link that flashdeck serve printed: its token is missing."
            )
        if request.path == "/ws" and not guard.lets_origin(request.headers.get("Origin"), host):
            return _refused("Another page may not open this.")
        response = await handler(request)
        if not response.prepared:
            response.headers.update(_HEADERS)
        return response

    async def _page(self, request: web.Request) -> web.StreamResponse:
        token = request.query.get("token")
        if token:
            # Out of the address bar and the history; a cookie that no script and no page reads.
            moved = web.HTTPSeeOther("/", headers=_HEADERS)
            moved.set_cookie(COOKIE, token, httponly=True, samesite="Strict", path="/")
            return moved
        secure = request.headers.get("X-Forwarded-Proto") == "https"
        socket = f"{'wss' if secure else 'ws'}://{request.host}/ws"
        page = (files("flashdeck.tui.web") / "assets" / "page.html").read_text(encoding="utf-8")
        return web.Response(text=page.replace("{{socket}}", socket), content_type="text/html")

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        if self._open >= self._most:
            return web.Response(status=503, text=f"{self._most} sessions are open; close one.")
        self._open += 1
        try:
            return await self._session(request)
        finally:
            self._open -= 1

    async def _session(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(heartbeat=_HEARTBEAT_SECONDS, max_msg_size=_LARGEST_MESSAGE)
        await socket.prepare(request)
        self._sockets.add(socket)

        async def close() -> None:
            await socket.close()

        session = _Session(
            self._command,
            write_bytes=socket.send_bytes,
            write_str=socket.send_str,
            close=close,
            download_manager=DownloadManager(),
        )
        await session.start(
            _side(request.query.get("width"), 80), _side(request.query.get("height"), 24)
        )
        try:
            async for message in socket:
                if message.type is not WSMsgType.TEXT or not await _heard(
                    session, socket, message.data
                ):
                    break
        finally:
            self._sockets.discard(socket)
            await session.stop()
            await socket.close()
        return socket


async def _heard(session: AppService, socket: web.WebSocketResponse, text: str) -> bool:
    """Pass a message of the page on to the app; False where it is none that the page sends."""
    try:
        kind, *rest = json.loads(text)
        if kind == "stdin":
            await session.send_bytes(str(rest[0]).encode("utf-8"))
        elif kind == "resize":
            await session.set_terminal_size(
                _side(rest[0]["width"], 80), _side(rest[0]["height"], 24)
            )
        elif kind == "ping":
            await socket.send_json(["pong", rest[0]])
        elif kind == "blur":
            await session.blur()
        elif kind == "focus":
            await session.focus()
    except (ValueError, TypeError, KeyError, IndexError):
        return False
    return True


def _side(value: object, default: int) -> int:
    """Return the width or height of a terminal in cells, within what an app can draw."""
    try:
        return min(max(int(str(value)), 1), _LARGEST_SIDE)
    except ValueError:
        return default


def _refused(text: str) -> web.Response:
    return web.Response(status=403, text=text + "\n", headers=_HEADERS)
