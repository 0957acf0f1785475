"""Fixed sentences of the ambulance view (ux S18), a part of the catalogue in messages.py."""

from __future__ import annotations

AMBULANCE: dict[str, str] = {
    "ambulance.no-signal": "No signal.",
    "ambulance.received": "Shown as received {time}",
    "ambulance.closes": "Closes at {time}",
    "ambulance.left": "Closes in {h} h {m} min",
    "ambulance.still": "Still arriving. Identity is shown; the rest has not arrived.",
    "ambulance.cut": "Only part of this page arrived. Missing:",
    "ambulance.cpr": "Resuscitation",
    "ambulance.cpr.none": (
        "No resuscitation decision in the sources that answered. This does not mean there is none."
    ),
    "ambulance.form": "This screen is not the signed form. Check the form.",
    "ambulance.lack": "Not everything is here",
    "ambulance.whole": "Every source answered: {n}",
    "ambulance.unwell": "If unwell",
    "ambulance.no-plan": "No urgent care plan in the sources that answered.",
    "ambulance.calls": "People to call",
    "ambulance.calls.none": "Nobody to call is recorded in the sources that answered.",
    "ambulance.medicines": "Medicines",
    "ambulance.problems": "Problems",
    "ambulance.part.cpr": "resuscitation",
    "ambulance.part.al": "allergies",
    "ambulance.part.lack": "which sources did not answer",
    "ambulance.part.unwell": "what to do if unwell",
    "ambulance.part.calls": "people to call",
    "ambulance.part.medicines": "medicines",
    "ambulance.part.problems": "problems",
    "ambulance.part.stay": "last hospital stay",
    "ambulance.part.usual": "usual observations",
    "ambulance.stay.of": "Last hospital stay:",
    "ambulance.stay.of-partly": "Last hospital stay in the sources that answered:",
    "ambulance.stay.not": "Last hospital stay: not recorded",
    "ambulance.stay.partly": "Last hospital stay: not recorded in the sources that answered",
    "ambulance.stay.not-shown": "Last hospital stay: not shown",
    "ambulance.stay.none": "No hospital stay is recorded in the sources that answered.",
    "ambulance.usual": "Usual observations",
    "ambulance.usual.none": "No observation is recorded in the sources that answered.",
    "ambulance.seen": (
        "Seen by {name}, {role}, {organisation}. It is not saved on this phone and closes at {time}."
    ),
    "ambulance.end": "End of the ambulance view.",
    "ambulance.over": "This view is closed",
    "ambulance.again": "Open it again",
    "ambulance.away": "This page was hidden because the phone was put away.",
    "ambulance.no-print": "The ambulance view is not printed.",
}
