"""The shared corpora of bad answers and bad behaviour, over real sockets (../shared/data/bad-input)."""

import asyncio
import base64
import gzip
import json
import time
from pathlib import Path

import pytest

from carerecord.config import Fanout
from carerecord.connectors.gp_connect.fake import ASKER
from carerecord.federation import Breakers

FOLDER = Path(__file__).parents[4] / "shared/data/bad-input"


def lines(name):
    path = FOLDER / name
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


CASES = {case["id"]: case for case in lines("fhir/cases.jsonl")}
FAULTS = {case["id"]: case for case in lines("source/faults.jsonl")}

NOT_OURS = {
    "not-shown-as-result",
    "shown-as-refuted",
    "withheld-by-policy",
    "not-fetched-say-unavailable",
    "withhold-document-say-why",
    "download-only-or-refuse",
    "not-inline",
    "text-only-no-script-no-load",
    "structured-wins-both-shown",
    "escaped",
    "neutralised",
    "show-raw-flag-or-drop-and-name",
    "show-2019",
    "flag",
    "show-without-unit-flag",
    "show-no-value",
    "show-age",
}
"""Settled by access, the sections or the pages: here they must arrive unchanged, and nothing may be fetched for them."""

STATES = {
    "show": "answered",
    "show-once": "answered",
    "show-both-flag-conflict": "answered",
    "show-4.10-and-1e-7-as-sent": "answered",
    "show-<0.5": "answered",
    "show-or-reject": "answered",
    "show-or-name-source": "answered",
    "drop-item-and-name-source": "partial",
    "withhold-item-and-name-source": "partial",
    "show-marked-partial": "partial",
    "show-and-name-source-partial": "partial",
    "name-source-partial": "partial",
    "stop-and-name-source-partial": "partial",
    "not-followed": "partial",
    "withhold-source-and-name-it": "failed",
    "show-only-if-logical-subject-known": "failed",
    "name-source-failed": "failed",
    "name-source-failed-or-parse": "failed",
    "say-none-recorded-by-source": "not-found",
    **dict.fromkeys(NOT_OURS, "answered"),
}
BY_CASE = {
    "nan": "partial",
    "dup-keys": "partial",
    "bad-utf8": "partial",
    "deep-nest": "failed",
    "numbers-as-strings": "answered",  # sources break rules and must still be shown; the value stands as sent
}


PROTOCOLS = {"fhir_r4": ({}, 2), "gp_connect": ({"protocol": "gp_connect", **ASKER}, 1)}
"""How each is asked, and how many questions it takes. The corpus reads alike in STU3 and R4."""


class Scripted:
    """A server that answers every request as one line of the corpus says."""

    def __init__(self, case):
        self.case = case
        self.paths = []
        self.asked = 0

    async def __aenter__(self):
        if self.case.get("refuse"):
            server = await asyncio.start_server(self.serve, "127.0.0.1", 0)
            self.port = server.sockets[0].getsockname()[1]
            server.close()
            return self
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
        return b" " * (case.get("pad_mb", 0) << 20) + body

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
        headers["content-length"] = str(case.get("content_length", len(body)))
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
            body = gzip.compress(b"\0" * (case["gzip_zeros_mb"] << 20), 1)
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
        writer.write(body)
        if case.get("content_length", 0) > len(body):
            writer.close()


def asked(region, case, *, within=2.5, number=None, **changes):
    async def scenario():
        async with Scripted(case) as source:
            query = region.query(
                nhs_number=number or case.get("asked_nhs_number", "9992282967"),
                birth_date="1964-10-17",
            )
            [answer] = await region.ask([source.url], query=query, within=within, **changes)
            return answer, source

    return asyncio.run(scenario())


@pytest.mark.parametrize(("options", "questions"), PROTOCOLS.values(), ids=PROTOCOLS)
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_bad_answer_is_named_or_kept_as_its_case_says(region, case, options, questions):
    answer, source = asked(region, case, options=options)
    expected = BY_CASE.get(case["id"]) or STATES[case["expect"]]
    assert answer.state == expected, answer
    assert (answer.failure is not None) is (expected in ("partial", "failed"))
    assert all(path.startswith("/fhir") for path in source.paths)
    assert len(source.paths) == questions
    for item in answer.items:
        subject = item.resource.get("subject") or item.resource.get("patient")
        assert subject == {"reference": f"Patient/p-{case['asked_nhs_number']}"}


REASONS = {
    "shown": {""},
    "shown-age-right": {""},
    "not-kept": {""},
    "none-found": {"not-found"},
    "none-found-or-missing": {"unreadable"},
    "missing:timeout": {"timeout"},
    "missing:down": {"refused", "reset"},
    "missing:failed": {"error", "unreadable", "reset"},
    "missing:refused": {"refused"},
    "missing:busy": {"error"},
    "missing:too-large": {"too-large"},
    "missing:too-large-or-shown": {"too-large", ""},
}
PLAIN = {name: case for name, case in FAULTS.items() if "tls" not in case and "flap" not in case}
LATE = {"late-5000", "late-15000", "hang", "drip", "headers-drip"}


@pytest.mark.parametrize("case", PLAIN.values(), ids=PLAIN)
def test_bad_behaviour_ends_within_the_deadline_and_is_named(region, case):
    within = 0.4 if case["id"] in LATE else 4
    started = time.monotonic()
    answer, source = asked(region, case, within=within)
    assert time.monotonic() - started < within + 0.25
    kind = answer.failure.kind if answer.failure else ""
    assert ("not-found" if answer.state == "not-found" else kind) in REASONS[case["expect"]]
    assert source.asked <= 2
    if "busy" in case["expect"]:
        assert "busy" in answer.failure.words
    if case["expect"].startswith("missing"):
        assert answer.items == () or not answer.failure
    assert "/srv/app" not in str(answer.failure)


def test_a_source_that_fails_twenty_times_is_paused_and_recovers(region):
    now = [0.0]
    breakers = Breakers(Fanout(), clock=lambda: now[0])
    body = json.dumps({"resourceType": "Bundle", "entry": [{"resource": region.PATIENT}]})

    async def scenario():
        kinds = []
        async with Scripted({"flap": [20, 0], "body": body}) as source:
            while source.asked < 24 and len(kinds) < 60:
                [answer] = await region.ask([source.url], breakers=breakers)
                kinds.append(answer.failure.kind if answer.failure else answer.state)
                now[0] += 4
        return kinds

    kinds = asyncio.run(scenario())
    assert kinds[:5] == ["error"] * 5
    assert "paused" in kinds
    assert kinds[-1] == "empty"
