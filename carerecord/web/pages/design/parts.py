"""What the parts of a page are drawn with in the gallery."""

from __future__ import annotations

from typing import Any, get_args

from carerecord.access.declarations import REASONS
from carerecord.insight.report import say as plainly
from carerecord.sections.contract import Tone as TagTone
from carerecord.web.frame.who import who
from carerecord.web.listing import listing, on_page
from carerecord.web.messages import say
from carerecord.web.pages.changes.page import ChangesPage
from carerecord.web.pages.design.page import trend
from carerecord.web.pages.design.region import NOBODY
from carerecord.web.pages.design.states import view_of
from carerecord.web.pages.review.times import COLUMNS
from carerecord.web.pages.use.page import Row, Sheet
from carerecord.web.states import Tone

_MONTHS = [("November 2026", "Alert", [(column, "2") for column in COLUMNS])]
_FIGURES = Sheet(
    "settings",
    "Views by setting",
    "Setting",
    ("Views", "Staff"),
    (Row("Hospital", (("Views", "120"), ("Staff", "fewer than 5"))),),
    "views",
)
_LOOK = {
    "when": "8 November 2026, 2:14 in the afternoon",
    "who": "A doctor",
    "organisation": "Weston General Hospital",
    "emergency": True,
    "question": [],
    "reference": "ZZZ99-1",
}


def parts() -> dict[str, Any]:
    view = view_of("4")
    return {
        "tones": get_args(Tone),
        "tag_tones": get_args(TagTone),
        "lists": [listing(view, state) for state in on_page(view, "problems")],
        "base": "/design/1",
        "changes": ChangesPage(view_of("1"), None, "", None).changes,
        "trend": trend(),
        "sheet": _FIGURES,
        "months": _MONTHS,
        "columns": COLUMNS,
        "problem": say("why.LR-14.problem"),
        "who": who(NOBODY),
        "reasons": REASONS["LR-14"],
        "line": _LOOK,
        "rows": lambda _: [("Why", "Care at the emergency department"), ("What", "Medicines")],
        "plainly": plainly,
        "told": {"request": {"id": "1"}},
    }
