"""The sockets: an HTTP/1.1 server on loopback that can also misbehave on the line, and stop and start to listen."""

import contextlib
import socket
import ssl
import struct
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from typing import Any, Final

from .answers import Answer, Request
from .faults import PATIENCE, Line

Certificate = tuple[str, str]
"""Files of the certificate and its key."""

_ALWAYS_RESET: Final = struct.pack("ii", 1, 0)
"""SO_LINGER on, for zero seconds: closing sends RST instead of FIN."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """An answer and how it gets across."""

    answer: Answer | None
    line: Line = Line.WHOLE
    stop_listening: bool = False
    done: Callable[[], None] = lambda: None
    """Called when the exchange is over, however it ended."""


class LoopbackServer:
    """Serves one function from request to delivery. Every wait in it is bounded."""

    def __init__(
        self,
        serve: Callable[[Request], Delivery],
        *,
        now: Callable[[], datetime],
        host: str = "127.0.0.1",
        port: int = 0,
        certificate: Certificate | None = None,
    ) -> None:
        self.serve = serve
        self.now = now
        self.crashes: list[BaseException] = []
        """Errors of the stand-in itself, as opposed to connections that broke."""
        self._tls: ssl.SSLContext | None = None
        if certificate is not None:
            self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._tls.load_cert_chain(*certificate)
        self._connections: set[socket.socket] = set()
        self._changed = threading.Condition()
        self._listening = threading.RLock()
        self._server: _Server | None = None
        self._placeholder: socket.socket | None = self._bound(host, port)
        self.host, self.port = self._placeholder.getsockname()[:2]
        self.listen()

    @property
    def url(self) -> str:
        return f"{'https' if self._tls else 'http'}://{self.host}:{self.port}"

    @staticmethod
    def _bound(host: str, port: int) -> socket.socket:
        """A socket that has the port but does not listen: connections to it are refused, and nobody else can take it."""
        bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            bound.bind((host, port))
        except OSError:
            bound.close()
            raise
        return bound

    def listen(self) -> None:
        """Take connections. Does nothing if it already does."""
        with self._listening:
            if self._placeholder is None:
                return
            self._server = _Server(self, self._placeholder)
            self._placeholder = None
            # The short interval is how long `shutdown` may take.
            threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def stop_listening(self, *, sparing: socket.socket | None = None) -> None:
        """Refuse connections from now on, and end those that are open, but for one that still gets its answer."""
        with self._listening:
            if self._server is None:
                return
            self._server.shutdown()
            self._server.server_close()
            self._server = None
            self._placeholder = self._bound(self.host, self.port)
        self._end_connections(sparing)

    def close(self) -> None:
        """End everything, and return when no connection is left (or patience is)."""
        self.stop_listening()
        with self._listening:
            if self._placeholder is not None:
                self._placeholder.close()
                self._placeholder = None
        with self._changed:
            self._changed.wait_for(lambda: not self._connections, PATIENCE)

    def _end_connections(self, sparing: socket.socket | None = None) -> None:
        with self._changed:
            for connection in self._connections - {sparing}:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def accepted(self, connection: socket.socket) -> socket.socket:
        if self._tls is not None:
            # The handshake comes with the first read, in the connection's own thread.
            connection = self._tls.wrap_socket(connection, server_side=True, do_handshake_on_connect=False)
        with self._changed:
            self._connections.add(connection)
        return connection

    def ended(self, connection: socket.socket) -> None:
        with self._changed:
            self._connections.discard(connection)
            self._changed.notify_all()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, owner: LoopbackServer, bound: socket.socket) -> None:
        self.owner = owner
        self.resetting: set[socket.socket] = set()
        TCPServer.__init__(self, (owner.host, owner.port), _Exchange, bind_and_activate=False)
        self.socket.close()
        self.socket = bound
        self.server_activate()

    def get_request(self) -> tuple[socket.socket, Any]:
        connection, address = super().get_request()
        return self.owner.accepted(connection), address

    def shutdown_request(self, request: Any) -> None:
        try:
            if request in self.resetting:
                # A shutdown would send FIN first, and the client would see an orderly end.
                self.resetting.discard(request)
                request.close()
            else:
                super().shutdown_request(request)
        finally:
            self.owner.ended(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        error = sys.exception()
        if error is not None and not isinstance(error, OSError):
            self.owner.crashes.append(error)


class _Exchange(BaseHTTPRequestHandler):
    """Reads a request, has it served, and writes what came of it."""

    protocol_version = "HTTP/1.1"
    server: _Server
    disable_nagle_algorithm = True

    def _exchange(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        if len(body) < length:
            # The client went away half-way.
            self.close_connection = True
            return
        owner = self.server.owner
        request = Request(method=self.command, target=self.path, headers=self.headers, body=body)
        delivery = owner.serve(request)
        try:
            if delivery.stop_listening:
                # Before the answer goes out, so that the client's next connection surely fails.
                owner.stop_listening(sparing=self.connection)
                self.close_connection = True
            self._deliver(delivery)
        finally:
            delivery.done()

    def _deliver(self, delivery: Delivery) -> None:
        answer = delivery.answer
        if delivery.line in (Line.DROPPED, Line.RESET) or answer is None:
            self.close_connection = True
            if delivery.line is Line.RESET:
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _ALWAYS_RESET)
                self.server.resetting.add(self.connection)
            return
        body = answer.body
        if delivery.line is Line.HALF:
            self.close_connection = True
            body = body[: len(body) // 2]
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        if self.close_connection and delivery.line is Line.WHOLE:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def __getattr__(self, name: str) -> Any:
        # The base class looks for `do_GET`, `do_POST` and so on; every method is an exchange like any other.
        if name.startswith("do_"):
            return self._exchange
        raise AttributeError(name)

    def version_string(self) -> str:
        return "nginx"

    def date_time_string(self, timestamp: float | None = None) -> str:
        return format_datetime(self.server.owner.now(), usegmt=True)

    def log_message(self, *_line: Any) -> None:
        """Say nothing: tests read `StandIn.requests`."""
