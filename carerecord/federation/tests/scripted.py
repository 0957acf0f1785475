"""A server that behaves as one line of the shared corpora of bad answers and bad behaviour says."""

import asyncio
import base64
import gzip
import json
from pathlib import Path

FOLDER = Path(__file__).parents[4] / "shared/data/bad-input"
PIECE = 1 << 16


def lines(name):
    path = FOLDER / name
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


class Scripted:
    """A server that answers every request as one line of the corpus says."""

    def __init__(self, case):
        self.case = case
        self.paths = []
        self.asked = 0
        self.padding = case.get("pad_mb", 0) << 20

    async def __aenter__(self):
        if self.case.get("refuse"):
            server = await asyncio.start_server(self.serve, "127.0.0.1", 0)
            self.port = server.sockets[0].getsockname()[1]
            server.close()
            return self
        self.bomb = gzip.compress(b"\0" * (self.case.get("gzip_zeros_mb", 0) << 20), 1)
        self.server = await asyncio.start_server(self.serve, "127.0.0.1", 0)
        self.port = self.server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_):
        if not self.case.get("refuse"):
            self.server.close()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/fhir"

    def body(self):
        case = self.case
        if case.get("body_b64"):
            body = base64.b64decode(case["body_b64"])
        else:
            content = case.get("body", "")
            body = (content if isinstance(content, str) else json.dumps(content)).encode()
        body = body.replace(b'"SELF"', f'"{self.url}/_search"'.encode())
        if case.get("gzip_twice"):
            body = gzip.compress(gzip.compress(body))
        return body

    async def serve(self, reader, writer):
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                size = int(head.lower().partition(b"content-length:")[2].split(b"\r")[0] or 0)
                await reader.readexactly(size)
                self.paths.append(head.split(b" ")[1].decode())
                self.asked += 1
                await self.answer(writer)
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def answer(self, writer):
        case, body = self.case, self.body()
        if case.get("reset") == "before-headers":
            writer.transport.abort()
            return
        if case.get("hang"):
            await asyncio.sleep(60)
        first = case.get("delay_first_ms") if self.asked <= 2 else None
        await asyncio.sleep((first or case.get("delay_ms", 0)) / 1000)
        headers = {"content-type": case.get("content_type", "application/fhir+json")}
        headers |= case.get("headers", {})
        if case.get("gzip_twice"):
            headers["content-encoding"] = "gzip"
        headers["content-length"] = str(case.get("content_length", self.padding + len(body)))
        if headers.get("location") == "SELF":
            headers["location"] = self.url
        status = case.get("status", 200)
        if "flap" in case:
            status = 500 if self.asked <= case["flap"][0] else 200
        head = f"HTTP/1.1 {status} X\r\n"
        if case.get("endless_headers"):
            writer.write(head.encode())
            while True:
                writer.write(b"x-a: " + b"b" * 1000 + b"\r\n")
                await writer.drain()
        if case.get("endless_body"):
            writer.write(f"{head}transfer-encoding: chunked\r\n\r\n".encode())
            while True:
                writer.write(b"10000\r\n" + b" " * 0x10000 + b"\r\n")
                await writer.drain()
        if case.get("gzip_zeros_mb"):
            body = self.bomb
            headers |= {"content-encoding": "gzip", "content-length": str(len(body))}
        head += "".join(f"{name}: {value}\r\n" for name, value in headers.items()) + "\r\n"
        if case.get("drip_headers_ms") or case.get("drip_ms"):
            whole = head.encode() + body
            start = 0 if case.get("drip_headers_ms") else len(head)
            writer.write(whole[:start])
            for byte in whole[start:]:
                writer.write(bytes([byte]))
                await asyncio.sleep(1)
        if status == 204:
            body = b""
        writer.write(head.encode())
        if case.get("reset") == "mid-body":
            writer.write(body[: len(body) // 2])
            await writer.drain()
            writer.transport.abort()
            return
        for _ in range(self.padding // PIECE):
            writer.write(b" " * PIECE)
            await writer.drain()
        writer.write(body)
        if case.get("content_length", 0) > len(body):
            writer.close()
