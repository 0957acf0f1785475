"""What an audit entry of a view says. Ids, states and digests; never a value, a name or an NHS number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from carerecord.access.contract import Terms
from carerecord.contract import Answer, Item
from carerecord.merge.contract import SectionRecord
from carerecord.regions import Asked
from carerecord.viewing.contract import View
from carerecord.viewing.deciding import Decided
from carerecord.viewing.neighbouring import said


def decision(decided: Decided, face: str, chosen: Sequence[str] = ()) -> dict[str, object]:
    """What was decided and from what, so that it can be decided again by other rules (governance 3.1, v)."""
    made, viewer = decided.decision, decided.request.viewer
    of_sources = {"chosen": list(chosen)} if chosen else {}
    return {
        **of_sources,
        "face": face,
        "outcome": made.outcome,
        "reasons": [reason.rule for reason in made.reasons],
        "policies": list(made.policies),
        "policy_version": made.policy_version,
        "evidence": [evidence.id for evidence in made.evidence],
        "obligations": [[one.rule, one.kind] for one in made.obligations],
        "purpose": decided.request.purpose,
        "asked": dict(made.asked),
        "closed": _closed(decided.terms),
        "as": {
            "role_id": viewer.role_id,
            "registration": viewer.registration,
            "provider": viewer.provider,
            "assurance": viewer.assurance,
            "supervisor": viewer.supervisor,
        },
    }


def neighbour(asked: Asked | None) -> dict[str, object]:
    """Of a view for a neighbouring region: who asked there, and the view that both logs name (AUD-13)."""
    return {"neighbour": {"id": asked.neighbour.id, **said(asked)}} if asked else {}


def _closed(terms: Terms) -> list[list[str]]:
    """Source, section ("" = all of it) and the rule that closed it to this viewer."""
    whole = [[source, "", why.rule] for source, why in terms.sources.items()]
    return whole + [[source, part, why.rule] for (source, part), why in terms.sections.items()]


def shown(
    view: View,
    sections: Sequence[str],
    digest: str,
    size: int,
    content_type: str,
    sent: int = 0,
) -> dict[str, object]:
    """Which items of which section were sent (AUD-4), what each source answered, and the account.

    Of a search inside the record how many words it was for; the words stand on the page, kept sealed. `sent`: of
    a page that is sent in parts, how many of its bytes other entries said were shown before.
    """
    label = {"protected": True} if view.protected else {}  # as it was when it was shown
    looked_for = {"searched": view.searched} if view.searched else {}
    again = {"fetched_by": view.fetched.reused} if view.fetched and view.fetched.reused else {}
    return {
        **label,
        **looked_for,
        **again,
        **({"sent_before": sent} if sent else {}),
        **neighbour(view.asked),
        "purpose": view.purpose,
        "sections": {n: _items(view.records[n]) for n in sections if n in view.records},
        "sources": {source.id: _answer(view.answers[source.id]) for source in view.sources},
        "account": _account(view),
        "sha256": digest,
        "bytes": size,
        "content_type": content_type,
    }


def late(came: Mapping[str, Answer]) -> dict[str, object]:
    """What each source answered after the page was drawn; nothing of it has been shown yet."""
    return {"sources": {source_id: _answer(answer) for source_id, answer in came.items()}}


def _items(record: SectionRecord) -> list[str]:
    return [name_of(item) for entry in record.every_entry for item in (entry.head, *entry.folded)]


def name_of(item: Item) -> str:
    meta = item.resource.get("meta")
    version = meta.get("versionId") if isinstance(meta, dict) else None
    name = f"{item.source_id}/{item.type}/{item.resource.get('id')}"
    return f"{name}/_history/{version}" if version else name


def _answer(answer: Answer) -> dict[str, object]:
    said: dict[str, object] = {
        "state": answer.state,
        "seconds": round(answer.seconds, 3),
        "request_ids": list(answer.request_ids),
    }
    if answer.failure:
        said["failure"] = answer.failure.kind
    return said


def _account(view: View) -> list[list[object]]:
    """Source, section, then items received = shown + joined + withheld + held back (I5)."""
    return [
        [
            one.source_id,
            one.section,
            one.received,
            one.shown,
            one.joined,
            one.withheld,
            one.held_back,
        ]
        for one in view.account
    ]
