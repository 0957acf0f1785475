"""What targets begin with, beside the fixtures of their parts: files beside the project, which are never copied."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

LONGEST = 16_000  # bytes of one input
MOST_WORDS = 600
_SHARED = Path(__file__).parents[3] / "shared/data"
_WORD = re.compile(rb'"[A-Za-z0-9:/._-]{2,40}"|<[A-Za-z]{2,30}|[A-Z][A-Z0-9]{2}|[\w.:+-]{3,30}|\W')


def files(pattern: str) -> Iterator[bytes]:
    """Those that are short enough, where they are beside the project."""
    for file in sorted(_SHARED.glob(pattern)):
        if file.stat().st_size <= LONGEST:
            yield file.read_bytes()


def bad(kind: str) -> Iterator[bytes]:
    """The bytes of every case of bad input of one kind."""
    for case in _cases(kind):
        sent = case.get("b64") or case.get("body_b64")
        body = base64.b64decode(sent) if sent else str(case.get("body", "")).encode()
        if body and len(body) <= LONGEST:
            yield body


def bundle(*resources: object) -> bytes:
    entries = [{"resource": one} for one in resources]
    return json.dumps({"resourceType": "Bundle", "entry": entries}).encode()


def _cases(kind: str) -> list[dict[str, str]]:
    file = _SHARED / f"bad-input/{kind}/cases.jsonl"
    lines = file.read_text("utf-8").splitlines() if file.exists() else []
    return [json.loads(line) for line in lines]


def words_in(seeds: Iterable[bytes]) -> list[bytes]:
    """What they are made of, for the fuzzer to put together anew."""
    found = dict.fromkeys(word for seed in seeds for word in _WORD.findall(seed))
    return sorted(found, key=len)[:MOST_WORDS]
