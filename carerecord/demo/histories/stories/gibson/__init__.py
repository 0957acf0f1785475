"""Mrs Gibson: a stay that changed her medicines, and systems that have not caught up with it.

Every day is counted back from today, so that the story is as fresh in any year.
"""

from __future__ import annotations

from random import Random

from carerecord.demo.histories.record import Record
from carerecord.demo.histories.stories.gibson.findings import (
    allergies,
    practice_medicines,
    problems,
    results,
)
from carerecord.demo.histories.stories.gibson.stay import hospital_medicines, stay
from carerecord.demo.histories.stories.gibson.support import (
    around_her,
    elsewhere,
    urgent_care_plan,
)
from carerecord.demo.histories.writing.home import of_the_practice


def gibson(record: Record, rng: Random) -> None:
    of_the_practice(record)
    allergies(record)
    problems(record)
    practice_medicines(record, rng)
    ward = stay(record, rng)
    hospital_medicines(record, ward)
    results(record, rng)
    urgent_care_plan(record)
    around_her(record, rng)
    elsewhere(record, rng)


TELL = {"gibson": gibson}
