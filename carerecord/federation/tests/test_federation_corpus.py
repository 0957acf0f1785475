"""The shared corpora of bad answers and bad behaviour, over real sockets (../shared/data/bad-input)."""

import asyncio
import json
import time

import pytest

from carerecord.config import Fanout
from carerecord.connectors.gp_connect.fake import ASKER
from carerecord.federation import Breakers
from carerecord.federation.tests.scripted import Scripted, lines

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
