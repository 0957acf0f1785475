"""Finding words in one record of 500 documents: milliseconds of CPU, beside the same words in one plain text."""

from __future__ import annotations

import base64
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.figures import percentile
from bench.region import ROLE
from carerecord.access.contract import Decision
from carerecord.contract import Answer, Item, Person, Receipt, Resource, SourceSettings, Viewer
from carerecord.fhir import encode_resource
from carerecord.merge.merge import merge
from carerecord.sections import BY_NAME
from carerecord.viewing.contract import View
from carerecord.web.within import Typed, find
from carerecord.web.within.folding import folded

DOCUMENTS, WORDS = 500, 600  # and so many words in each
WHOLE, SMALL = 40, 3  # times each search is made
TARGET_MS = 300.0  # p95
KINDS = ("text/plain", "text/html", "text/xml")
SEARCHES = {
    "one word, in every tenth document": "metformin",
    "a word in every document": "clinic",
    "a word that is nowhere": "zebrafish",
    "two words": "metformin review",
    "a term with other names": "heart attack",
    "a phrase": '"seen in clinic"',
    "a code": "373942005",
}


@dataclass(frozen=True, slots=True)
class Search:
    what: str
    found: int
    p50: float
    p95: float
    plain_p50: float  # its words looked for in one text, already read and folded

    @property
    def met(self) -> bool:
        return self.p95 <= TARGET_MS


def run(times: int, documents: int = DOCUMENTS) -> list[Search]:
    view = _view([_document(number) for number in range(documents)])
    text = folded("\n".join(_words(number) for number in range(documents)))
    return [_search(what, words, view, text, times) for what, words in SEARCHES.items()]


def _search(what: str, words: str, view: View, text: str, times: int) -> Search:
    typed = Typed.read(words)
    spent = _timed(lambda: find(view, Typed.read(words)), times)
    plain = _timed(lambda: typed.is_in(text), times)
    total = find(view, typed).total
    p50, p95 = percentile(spent, 0.5), percentile(spent, 0.95)
    return Search(what, total, p50, p95, percentile(plain, 0.5))


def _timed(once: Callable[[], object], times: int) -> list[float]:
    spent = []
    for _ in range(times):
        started = time.process_time()
        once()
        spent.append(1000 * (time.process_time() - started))
    return sorted(spent)


def _words(number: int) -> str:
    """Invented, and the same each time."""
    chosen = random.Random(number)
    made = [
        "".join(chosen.choices("abcdefghilmnoprstu", k=chosen.randint(4, 11))) for _ in range(WORDS)
    ]
    about = "metformin review." if number % 10 == 0 else "review."
    return f"Seen in clinic. {' '.join(made)} {about} MRI café"


def _document(number: int) -> Resource:
    kind, words = KINDS[number % len(KINDS)], _words(number)
    text = words if kind == "text/plain" else f"<div><p>{words.replace('. ', '.</p><p>')}</p></div>"
    data = base64.b64encode(text.encode()).decode()
    return {
        "resourceType": "DocumentReference",
        "id": f"d{number}",
        "status": "current",
        "type": {"text": "Clinic letter"},
        "date": f"20{10 + number % 15}-03-0{1 + number % 9}T09:00:00Z",
        "content": [{"attachment": {"contentType": kind, "data": data}}],
    }


def _view(documents: Sequence[Resource]) -> View:
    items = tuple(Item("hospital", one, encode_resource(one)) for one in documents)
    answers = {"hospital": Answer("hospital", "answered", items=items)}
    source = SourceSettings("hospital", "Hospital", "", "acute", "fhir_r4", sections=tuple(BY_NAME))
    viewer = Viewer(
        "bench", "Bench", ROLE.role, ROLE.role_name, ROLE.organisation, ROLE.organisation_name
    )
    return View(
        id="bench",
        at=datetime.now(UTC),
        viewer=viewer,
        person=Person("bench", "9990000000", "Bench", "Bench"),
        decision=Decision("permit", ()),
        receipt=Receipt(1, "bench"),
        sources=(source,),
        answers=answers,
        records=merge(list(answers.values())).records,
    )


def show(found: list[Search], console: Console) -> None:
    table = Table(title=f"Finding in one record of {DOCUMENTS} documents: milliseconds of CPU")
    table.add_column("search")
    for heading in ("entries", "p50", "p95", "in one plain text", "target p95"):
        table.add_column(heading, justify="right")
    for one in found:
        verdict = f"≤ {TARGET_MS:g} {'ok' if one.met else 'above'}"
        table.add_row(
            one.what, str(one.found), f"{one.p50:.0f}", f"{one.p95:.0f}", f"{one.plain_p50:.1f}", verdict
        )  # fmt: skip
    console.print(table)


def as_json(found: list[Search]) -> list[dict[str, Any]]:
    return [{**asdict(one), "met": one.met} for one in found]
