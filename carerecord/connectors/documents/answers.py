"""What FHIR answers: an OperationOutcome, or for a transaction what became of each of its entries. Pure."""

from __future__ import annotations

from carerecord.connectors.documents.outcome import Outcome, State
from carerecord.contract import Resource
from carerecord.fhir import as_dict, as_list

_ISSUE: dict[State, tuple[str, str]] = {
    "kept": ("information", "informational"),
    "set-aside": ("warning", "informational"),
    "refused": ("error", "invalid"),
    "broken": ("error", "structure"),
    "not-kept": ("error", "transient"),
}


def said(outcome: Outcome) -> Resource:
    severity, code = _ISSUE[outcome.state]
    issue = {"severity": severity, "code": code, "diagnostics": outcome.words}
    return {"resourceType": "OperationOutcome", "issue": [issue]}


def transaction_response(bundle: Resource, outcome: Outcome) -> Resource:
    """One entry for each that came, in their order; of what is set aside, why (ITI-65, 3.65.4.2)."""
    names = list(outcome.ids)
    made = []
    for one in as_list(bundle.get("entry")):
        response: Resource = {
            "status": "201 Created" if outcome.state == "kept" else "202 Accepted"
        }
        if (
            as_dict(as_dict(one).get("resource")).get("resourceType") == "DocumentReference"
            and names
        ):
            response["location"] = names.pop(0)
        if outcome.why:
            response["outcome"] = said(outcome)
        made.append({"response": response})
    return {"resourceType": "Bundle", "type": "transaction-response", "entry": made}
