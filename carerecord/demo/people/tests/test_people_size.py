import time
from datetime import date

import pytest

from carerecord.demo.people import invent_region


@pytest.mark.slow
def test_a_hundred_thousand_people_are_invented_and_no_two_share_a_number(capsys):
    began = time.perf_counter()
    people = invent_region(1, 100_000, date(2026, 11, 21)).people
    with capsys.disabled():
        print(f"\n100,000 people in {time.perf_counter() - began:.1f} s")
    assert len({one.person.nhs_number for one in people}) == 100_000
