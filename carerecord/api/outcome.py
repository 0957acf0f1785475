"""OperationOutcome: the one place the API makes an error, and how a bundle says what is missing."""

from __future__ import annotations

from typing import Any

import msgspec
from starlette.responses import Response

from carerecord.access.withholding import NOTICE, NOTICE_CODE
from carerecord.contract import Answer, Resource, SourceSettings
from carerecord.viewing import View

FHIR_JSON = "application/fhir+json; charset=utf-8"
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""Of every answer: nobody keeps it, and a browser that is led to it shows it in no frame (T18, T19)."""
SOURCE = "urn:carerecord:source:"

WARNING_CODES = "https://fhir.hl7.org.uk/CodeSystem/UKCore-ListWarningCode"
NEUTRAL: Resource = {
    "coding": [{"system": WARNING_CODES, "code": NOTICE_CODE}],
    "text": NOTICE,
}
"""State 11 for programs, in every answer: the same for everyone, so that it tells nothing (SEN-4, I4)."""

_ISSUE_CODES = {"timeout": "timeout", "wrong-person": "conflict", "too-large": "too-long"}


def issue(severity: str, code: str, text: str, **more: Any) -> dict[str, Any]:
    return {"severity": severity, "code": code, "details": {"text": text}, **more}


def outcome(*issues: dict[str, Any], **more: Any) -> Resource:
    return {"resourceType": "OperationOutcome", **more, "issue": list(issues)}


def error(status: int, code: str, *words: str, headers: dict[str, str] | None = None) -> Response:
    body = msgspec.json.encode(outcome(*(issue("error", code, text) for text in words)))
    return Response(body, status, {**HEADERS, **(headers or {})}, FHIR_JSON)


def not_fully_answered(view: View) -> list[Resource]:
    """One OperationOutcome for each source that did not fully answer, and the neutral statement."""
    said = [
        _of_source(source, view.answers[source.id], _not_chosen(view, source))
        for source in view.sources
        if not (view.viewer.neighbour and source.protocol == "neighbour")  # one hop: both know
        and (
            view.answers[source.id].state not in ("answered", "empty")
            or view.answers[source.id].warnings
            or view.answers[source.id].remarks
        )
    ]
    neutral = {"severity": "information", "code": "suppressed", "details": NEUTRAL}
    return [*said, outcome(neutral, id="withheld")]


def differing(view: View) -> list[Resource]:
    """One OperationOutcome for each source that differs about who the person is: the fields, and none of the values."""
    found = []
    for source in view.sources:
        if view.viewer.neighbour and source.protocol == "neighbour":  # one hop: both know
            continue
        fields = dict.fromkeys(one.field for one in view.differences if one.source_id == source.id)
        if fields:
            words = ", ".join(one.replace("-", " ") for one in fields)
            text = f"{source.name} differs about who the person is: {words}."
            said = outcome(issue("warning", "conflict", text), id=f"differs-{source.id}")
            found.append({**said, "meta": {"source": SOURCE + source.id}})
    return found


def _not_chosen(view: View, source: SourceSettings) -> str:
    """Why it was not asked, where nobody chose to (SEN-12) and nothing of the person's or the region's stands against it."""
    if not source.notifies or source in view.chosen or source.id in view.terms.sources:
        return ""
    if view.viewer.neighbour:
        return "not asked: only staff of its own region can choose to"
    return view.answers[source.id].words


def _of_source(source: SourceSettings, answer: Answer, not_chosen: str) -> Resource:
    found = outcome(*_issues(source, answer, not_chosen), id=f"source-{source.id}")
    return {**found, "meta": {"source": SOURCE + source.id}}


def _issues(source: SourceSettings, answer: Answer, not_chosen: str) -> list[dict[str, Any]]:
    diagnostics = {"diagnostics": f"source={source.id} state={answer.state}"}
    issues = []
    if answer.failure:
        code = _ISSUE_CODES.get(answer.failure.kind, "transient")
        missing = "Part of what" if answer.state == "partial" else "What"
        since = answer.failure.kind == "overdue"
        gone = "What it would have sent since" if since else f"{missing} it holds"
        text = f"{source.name}: {answer.failure.words}. {gone} is missing."
        issues.append(issue("warning", code, text, **diagnostics))
    elif answer.state == "not-found":
        text = f"No record available from {source.name}."
        issues.append(issue("information", "not-found", text, **diagnostics))
    elif answer.state == "partial":
        text = f"{source.name}: part of what it holds is missing."
        issues.append(issue("warning", "incomplete", text, **diagnostics))
    elif answer.state == "withheld" and not_chosen:  # so of everybody: no less whole for it
        text = f"{source.name}: {not_chosen}. What it holds is not known."
        issues.append(issue("information", "not-supported", text, **diagnostics))
    elif answer.state == "withheld":
        text = f"{source.name}: {answer.words or 'asked not to share'}. What it holds is not shown."
        issues.append(issue("warning", "suppressed", text, **diagnostics))
    elif answer.state == "not-asked":
        text = f"{source.name}: {answer.words or 'was not asked'}."
        issues.append(issue("information", "not-supported", text, **diagnostics))
    for words in answer.warnings:
        issues.append(issue("warning", "incomplete", f"{source.name} says: {words}"))
    for words in answer.remarks:
        issues.append(issue("information", "not-supported", f"{source.name} says: {words}"))
    return issues
