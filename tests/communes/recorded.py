"""The official API as tests see it: answers in its form, from a dictionary or from a server on this machine."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

RECORDED = (Path(__file__).parent / "geo_api_62.json").read_bytes()


class RecordedClient:
    """Answers from a dictionary of the path (without its query) to a body, and notes what was asked."""

    def __init__(self, answers: dict[str, bytes]) -> None:
        self.answers = answers
        self.asked: list[str] = []

    def get(self, url: str) -> bytes:
        path = url.partition("?")[0].removeprefix("https://geo.api.gouv.fr")
        self.asked.append(path)
        return self.answers[path]


@contextmanager
def served(body: bytes, *, status: int = 200, wait: threading.Event | None = None) -> Iterator[str]:
    """A real HTTP server on this machine that answers `body` to everything, after `wait` where given."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if wait:
                wait.wait(5)
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with suppress(ConnectionError):  # the client may hang up, as some tests want
                self.wfile.write(body)

        def log_message(self, *args) -> None:
            pass  # the test's output is enough

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        if wait:
            wait.set()
        server.shutdown()
        server.server_close()
        thread.join()
