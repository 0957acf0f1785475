"""What a neighbour's word is worth here, and what goes to and from a neighbour (LR-15, T34)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from carerecord.access.contract import AccessRequest, Closed, Decision, Terms
from carerecord.access.evidence.kinds import Kind
from carerecord.config import Neighbour
from carerecord.regions import Asked, Regions, Signing, Vouched
from carerecord.viewing.neighbouring import as_agreed, vouched
from carerecord.viewing.tests.door_region import DOCTOR, NOW, PERSON, source

WEST = Neighbour("west", "West", "QNB02", "https://west.example", date(2027, 1, 1))
THEIRS = replace(DOCTOR, id="west:a.okafor", neighbour="west")
ASKED = Asked(WEST, THEIRS, "TREAT", Vouched("LR-3", "e-1", "S3"), True, "RXW01", "view-west-1")
REQUEST = AccessRequest(THEIRS, PERSON, NOW)
GP = source("gp", "RP001").settings
WESTERN = replace(GP, id="west", protocol="neighbour", options={"neighbour": "west"})
OPEN = Decision(outcome="permit", reasons=(), levels={}, policies=(), policy_version="1")


def kind(**limits: timedelta) -> Kind:
    return Kind(words="a neighbouring region vouches", strength="S2", **limits)


@pytest.mark.parametrize(
    ("limits", "lasts"),
    [({}, timedelta(minutes=1)), ({"open_for": timedelta(seconds=20)}, timedelta(seconds=20))],
)
def test_a_neighbours_word_is_evidence_for_this_request_and_says_whose_it_is(limits, lasts):
    found = vouched(ASKED, PERSON, REQUEST, kind(**limits))
    assert found is not None
    assert (found.id, found.kind, found.source) == ("west:LR-3:e-1", "LR-15", "west")
    assert (found.starts, found.ends) == (NOW, NOW + lasts)
    assert (found.holder_kind, found.holder, found.person_id) == ("user", THEIRS.id, PERSON.id)
    assert found.words == "the region you work in vouches for you"
    assert found.strength == "S2"


def test_evidence_that_is_not_agreed_is_none():
    assert vouched(replace(ASKED, accepted=False), PERSON, REQUEST, kind()) is None


def closed(sections: tuple[str, ...], viewer=THEIRS) -> Terms:
    signing = Signing(Regions(neighbours={"west": replace(WEST, sections=sections)}))
    request = replace(REQUEST, viewer=viewer)
    return as_agreed(Terms(), request, OPEN, (GP,), signing)


def test_no_more_goes_to_a_neighbour_than_is_agreed():
    why = Closed("ORG-3", "not-asked", "what it holds of this is not agreed to be shared")
    terms = closed(("allergies",))
    assert terms.sections["gp", "problems"] == why
    assert ("gp", "allergies") not in terms.sections
    assert closed(("*",)).sections == closed((), DOCTOR).sections == {}


def test_a_source_of_a_neighbour_that_nobody_agreed_with_is_not_asked():
    for options in ({"neighbour": "east"}, {}):
        stranger = replace(WESTERN, options=options)
        terms = as_agreed(Terms(), REQUEST, OPEN, (GP, stranger), Signing(Regions()))
        assert terms.sources == {"west": Closed("ORG-3", "not-asked", "is not known here")}


def test_for_a_neighbours_staff_no_neighbour_is_asked():
    signing = Signing(Regions(neighbours={"west": WEST}))
    terms = as_agreed(Terms(), REQUEST, OPEN, (WESTERN,), signing)
    why = Closed("ORG-3", "not-asked", "is asked only for staff of this region")
    assert terms.sources == {"west": why}
