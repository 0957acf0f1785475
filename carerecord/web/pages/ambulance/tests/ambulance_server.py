"""The ambulance view on a loopback port, whole or broken off, for a browser to open."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from carerecord.web.tests.client import Page


@contextmanager
def serving(page: Page, arrives: float = 1.0) -> Iterator[tuple[str, list[str], threading.Event]]:
    """Its address, every path that was asked for, and what breaks it off after the share that `arrives`."""
    asked: list[str] = []
    broken = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(page.status)
            for name, value in page.headers.items():
                if name != "content-length":
                    self.send_header(name, value)
            self.send_header("content-length", str(len(page.body)))
            self.end_headers()
            self.wfile.write(page.body[: int(len(page.body) * arrives)])
            self.wfile.flush()
            if arrives < 1:
                broken.wait(10)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/p/v/ambulance", asked, broken
    finally:
        broken.set()
        server.shutdown()
        server.server_close()
        thread.join()
