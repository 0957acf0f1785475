"""Over invented arrangements of every shape: taking one thing away never gives anybody more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as any_of

from carerecord.onboarding import Agreement, Organisation, Party
from carerecord.onboarding.arrangements import Arrangements, place_of
from carerecord.onboarding.days import FOREVER, end_of, start_of

CODES = ("RNG01", "RNG02", "RNG03")
SOURCES = {"one": "RNG01", "two": "RNG02", "also-two": "RNG02"}
SECTIONS = frozenset({"allergies", "letters", "results"})
DAYS = [date(2026, month, 15) for month in range(1, 12)]
SHOWN = dict.fromkeys(
    ("dpia", "caldicott_guardian", "dpo", "clinical_safety", "conformance"), "yes"
)
AT = start_of(date(2026, 6, 15))

codes = any_of.sampled_from(CODES)
sections = any_of.frozensets(any_of.sampled_from(sorted(SECTIONS | {"*"})))
parties = any_of.builds(
    Party,
    organisation=codes,
    sections_out=sections,
    sections_in=sections,
    purposes=any_of.frozensets(any_of.sampled_from(["TREAT", "BTG"]), min_size=1),
)
agreements = any_of.builds(
    Agreement,
    id=any_of.uuids().map(str),
    parties=any_of.lists(parties, max_size=3, unique_by=lambda one: one.organisation).map(tuple),
    starts=any_of.sampled_from(DAYS),
    ends=any_of.sampled_from(DAYS),
    review=any_of.just(DAYS[0]),
    signatory=any_of.just("A Signatory"),
    organisation_scope=any_of.booleans(),
)


def organisation(code):
    return any_of.builds(
        Organisation,
        code=any_of.just(code),
        name=any_of.just(code),
        state=any_of.sampled_from(["live", "live", "live", "suspended", "closed"]),
        been_live=any_of.just(True),
        successor=any_of.sampled_from(["", "", *(one for one in CODES if one > code)]),
        dspt=any_of.just("standards met"),
        privacy_officers=any_of.sampled_from([frozenset({"p"}), frozenset({"p", "q"})]),
        **{name: any_of.just(value) for name, value in SHOWN.items()},
    )


switches = any_of.dictionaries(
    any_of.sampled_from(sorted(SOURCES)),
    any_of.dictionaries(
        any_of.tuples(
            any_of.sampled_from(sorted(SECTIONS | {"*"})), any_of.sampled_from([*CODES, "*"])
        ),
        any_of.booleans(),
    ),
)
arrangements = any_of.builds(
    Arrangements,
    organisations=any_of.fixed_dictionaries({code: organisation(code) for code in CODES}),
    agreements=any_of.lists(agreements, max_size=4),
    switches=switches,
    modules=any_of.just(()),
    sources=any_of.just(SOURCES),
    sections=any_of.just(SECTIONS),
)


def without_one(known, draw):
    """The same with an agreement, a section, a gate or an organisation less, or a switch turned off."""
    kind = draw(any_of.sampled_from(["agreement", "section", "gate", "organisation", "switch"]))
    if kind == "agreement" and known.agreements:
        gone = draw(any_of.sampled_from(known.agreements))
        return replace(known, agreements=[a for a in known.agreements if a is not gone])
    if kind == "section" and known.agreements:
        return replace(
            known, agreements=[narrowed(known.agreements[0], draw), *known.agreements[1:]]
        )
    code = draw(codes)
    one = known.organisations[code]
    if kind == "gate":
        name = draw(any_of.sampled_from([*SHOWN, "dspt", "privacy_officers"]))
        less = replace(one, **{name: frozenset() if name == "privacy_officers" else ""})
        return replace(known, organisations={**known.organisations, code: less})
    if kind == "organisation":
        closed = replace(one, state="closed")
        return replace(known, organisations={**known.organisations, code: closed})
    source = draw(any_of.sampled_from(sorted(SOURCES)))
    key = (
        draw(any_of.sampled_from(sorted(SECTIONS | {"*"}))),
        draw(any_of.sampled_from([*CODES, "*"])),
    )
    turned = {**known.switches.get(source, {}), key: False}
    return replace(known, switches={**known.switches, source: turned})


def narrowed(agreement, draw):
    fewer = []
    for party in agreement.parties:
        gone = draw(any_of.sampled_from(sorted(SECTIONS | {"*"})))
        fewer.append(
            replace(
                party,
                sections_out=party.sections_out - {gone},
                sections_in=party.sections_in - {gone},
                purposes=party.purposes - {draw(any_of.sampled_from(["TREAT", "BTG", ""]))},
            )
        )
    return replace(agreement, parties=tuple(fewer))


def seen(known, code, at, purpose):
    place = place_of(known, code, at, purpose)
    assert place.since <= at < place.until
    if not place.live:
        return set()
    found = {("scope", "")} if place.organisation_scope else set()
    for source, of in SOURCES.items():
        shared = place.shares.get(of, frozenset())
        for section in SECTIONS if "*" in shared else shared:
            if not {(source, "*"), (source, section)} & place.switched_off:
                found.add((source, section))
    return found


@settings(max_examples=400, deadline=None)
@given(arrangements, any_of.data(), codes, any_of.sampled_from(["TREAT", "BTG", "ETREAT"]))
def test_one_thing_less_never_gives_more(known, data, code, purpose):
    fewer = without_one(known, data.draw)
    assert seen(fewer, code, AT, purpose) <= seen(known, code, AT, purpose)


@settings(max_examples=200, deadline=None)
@given(arrangements, codes, any_of.integers(0, FOREVER - 1))
def test_what_is_kept_until_a_turn_is_what_would_be_worked_out_again(known, code, at):
    place = place_of(known, code, at, "TREAT")
    for moment in (place.since, place.until - 1):
        again = place_of(known, code, moment, "TREAT")
        assert replace(again, since=0, until=0) == replace(place, since=0, until=0)


@settings(max_examples=100, deadline=None)
@given(arrangements)
def test_every_start_and_end_is_a_turn(known):
    for agreement in known.agreements:
        for party in agreement.parties:
            for turn in (start_of(agreement.starts), end_of(agreement.ends)):
                before = place_of(known, party.organisation, turn - 1, "TREAT")
                assert before.until == turn
