"""Years of ordinary care, to make a record of a known size."""

from __future__ import annotations

from random import Random
from typing import Any

from carerecord.demo.histories.clock import back
from carerecord.demo.histories.record import Record
from carerecord.demo.histories.writing.medicines import Course, at_practice
from carerecord.demo.histories.writing.observing import round_of_observations
from carerecord.demo.histories.writing.results import panel
from carerecord.demo.histories.writing.visits import episode, visit

_ROUND = (
    "kidney",
    "blood",
    "liver",
    "hba1c",
    "lipids",
    "thyroid",
    "crp",
    "bone",
    "haematinics",
    "urine-acr",
)


def _years(panels: int, visits: int, medicines: tuple[str, ...], measures: int = 0) -> Any:
    def tell(record: Record, rng: Random) -> None:
        """Many ordinary years: bloods, district nurse visits, repeats."""
        days = 24 * 365
        for turn in range(panels):
            ago = 3 + turn * days // max(1, panels) + rng.randint(0, 2)
            to = (record.gp, record.acute) if turn % 3 else (record.gp,)
            panel(record, rng, _ROUND[turn % len(_ROUND)], back(record.today, ago), to=to)
        community = "eastfield-community"
        episode(
            record,
            community,
            "District nursing, Team B",
            back(record.today, days),
            manager="L Fontaine, district nurse",
        )
        for turn in range(visits):
            day = back(record.today, 2 + turn * days // max(1, visits))
            seen = visit(record, community, day, "district-nursing", kind="HH", by="L Fontaine, district nurse", words="Home visit",
                         hour=8 + turn % 9, minute=(turn * 7) % 60)  # fmt: skip
            if turn < measures:
                round_of_observations(
                    record,
                    rng,
                    community,
                    day,
                    8 + turn % 9,
                    visit=seen,
                    by="L Fontaine, district nurse",
                )
        for name in medicines:
            at_practice(record, rng, Course(name, 3000, issues=60 if panels > 50 else 4))

    return tell


TELL = {
    "years-of-care-typical": _years(4, 10, ("omeprazole",)),
    "years-of-care-large": _years(100, 120, ("omeprazole", "aspirin", "citalopram"), 73),
    "years-of-care-huge": _years(
        530, 690, ("omeprazole", "aspirin", "citalopram", "allopurinol"), 484
    ),
}
