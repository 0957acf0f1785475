"""Fixed sentences of what has changed, a part of the catalogue in messages.py."""

from __future__ import annotations

CHANGES: dict[str, str] = {
    "changes.before": "before",
    "changes.none": "Nothing new in the sources that answered since {day}.",
    "changes.none.unknown": "No source has answered: what has changed since {day} is not known.",
    "changes.none.means": "This does not mean that nothing has changed.",
    "changes.missing": "What has changed at {sources} is not known: not everything there was answered.",
    "changes.still": "{sources} still list it as current.",
    "changes.still.one": "{sources} still lists it as current.",
    "changes.gone": "{title}: {n} from {source}.",
    "changes.gone.some": "{n} of what you saw then is not here now.",
    "changes.gone.means": (
        "Shown to you then; the source answered and it is not in what may be shown to you now. "
        "It may have been removed, or sent under another id."
    ),
    "changes.unanswered": "{title}: {n} from {source}, which did not answer in full.",
    "changes.how": (
        "Changes inside an entry are found where its source numbers its versions. "
        "Of results, those that the laboratory flagged are here; all are on the page of results."
    ),
    "changes.not-opened": (
        "You opened no page with {titles} then. Of these, what is dated since {day} is shown."
    ),
    "changes.first": "You have not looked at this record before, in this role.",
    "changes.no-stay": "No hospital stay is recorded in the sources that answered.",
}
