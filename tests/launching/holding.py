"""Pages that hold others in a frame: a site of nobody we know, served for real.

A page answered by the browser's own interception would not do: Chromium lets no page without a network
address hold one of this machine, and every test of a refused frame would pass for that reason alone.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGE = b"<!doctype html><title>Elsewhere</title><iframe name='record' width='900' height='600'></iframe>"


class Elsewhere(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(PAGE)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@contextmanager
def elsewhere() -> Iterator[str]:
    """The origin of a site that holds whatever it is told to."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
