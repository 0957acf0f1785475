"""What leaves over HTTP about the log is valid FHIR too: the answer to a search, a feed's batch, what we say we do."""

from __future__ import annotations

import json
from pathlib import Path

from balp import faults
from every_entry import RECORDER, entry
from fhir_validators import Validators

from carerecord.api.audit_events.answering import bundle
from carerecord.audit import KINDS
from carerecord.audit.events import audit_event
from carerecord.audit.feed.fhir import batch
from carerecord.viewing.auditing import EventPage
from running import Caller, Region, carerecord

OFFICER = "q.fairbairn"


def test_the_answer_to_a_search_is_valid(validators: Validators) -> None:
    named = enumerate(sorted(KINDS))
    events = tuple(audit_event(entry(kind, entry_id=f"e{n}"), RECORDER) for n, kind in named)
    asked = [("patient", "p1"), ("_count", "50")]
    for page in (EventPage(events, "cursor"), EventPage((), "")):
        assert validators.issues(bundle(page, "https://record.example/fhir/R4", asked)) == []


def test_the_batch_of_a_feed_is_valid(validators: Validators) -> None:
    events = [audit_event(entry(kind), RECORDER) for kind in sorted(KINDS)]
    assert validators.issues(json.loads(batch(events))) == []


def test_what_a_running_region_wrote_and_says_is_valid(
    validators: Validators, region: Region, tmp_path: Path
) -> None:
    region.everything(region.number_of("typical"))
    bearer = {"Authorization": f"Bearer {region.token(OFFICER)}"}
    caller = Caller(region.base_url)
    sent = [
        caller.get(path, bearer).json()
        for path in (
            "/fhir/R4/metadata",
            "/fhir/R4/AuditEvent?_count=200",
            "/fhir/R4/AuditEvent?agent=a.okafor&type=rest&_count=1",
            "/fhir/R4/AuditEvent?_sort=date",
        )
    ]
    kinds = [one["resourceType"] for one in sent]
    assert kinds == ["CapabilityStatement", "Bundle", "Bundle", "OperationOutcome"]
    assert [issue for one in sent for issue in validators.issues(one)] == []
    assert sent[2]["entry"][0]["resource"]["action"] in ("E", "R")
    file = tmp_path / "log.ndjson"
    carerecord("audit", "export", str(file), "--fhir", "--dir", str(region.folder))
    events = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert [issue for one in events for issue in (*validators.issues(one), *faults(one))] == []
