"""Results that a laboratory sent: a correction takes the place of what it corrects, and nothing of that stays."""

from __future__ import annotations

import itertools

import pytest

from carerecord.connectors.hl7v2.tests.hl7v2_messages import NOW, SOURCE
from carerecord.connectors.hl7v2.tests.hl7v2_reading import PID, raw
from carerecord.edge.tests.edge_hospital import Hospital, hospital

__all__ = ["hospital"]


def result(value: str, status: str, minute: int, pid: str = PID) -> bytes:
    obx = f"OBX|1|NM|K^Potassium^L||{value}||||||{status}"
    return raw("ORU^R01", "OBR|1||F1|UE^U&E^L", obx, pid=pid).replace(b"0915", b"09%02d" % minute)


async def test_a_corrected_result_replaces_the_earlier_whichever_comes_first(hospital: Hospital):
    await hospital.say(result("4.1", "F", 15), result("pos*", "C", 20), result("4.1", "F", 15))
    (kept,) = await hospital.kept("Observation")
    assert (kept["status"], kept["valueString"]) == ("corrected", "pos*")
    assert "valueQuantity" not in kept


async def test_a_result_of_somebody_else_that_is_taken_back_is_shown_to_nobody(hospital: Hospital):
    await hospital.say(result("9.9", "F", 15), result("9.9", "W", 20))
    (kept,) = await hospital.kept("Observation")
    assert kept["status"] == "entered-in-error"
    assert "valueQuantity" not in kept


@pytest.mark.parametrize("born", ["", "19380212"])
async def test_a_result_is_filed_on_number_and_birth_date_together(hospital: Hospital, born: str):
    assert await hospital.say(result("4.1", "F", 15, PID.replace("19380211", born))) == ["AA"]
    (why,) = await hospital.why_aside()
    assert "date of birth" in why
    assert await hospital.kept("Observation") == []


def report(minute: int, state: str, *results: str) -> bytes:
    obr = f"OBR|1||F1|UE^U&E^L{'|' * 21}{state}"
    return raw("ORU^R01", obr, *results).replace(b"0915", b"09%02d" % minute, 1)


POTASSIUM = "OBX|1|NM|K^Potassium^L||9.9|mmol/L|||||F"
SODIUM = "OBX|1|NM|NA^Sodium^L||140|mmol/L|||||F"


@pytest.mark.parametrize("again", [(), (POTASSIUM,)], ids=["alone", "with a result that says F"])
@pytest.mark.parametrize("turned", [False, True], ids=["after", "before"])
async def test_a_report_that_is_taken_back_takes_its_results_with_it(
    hospital: Hospital, again: tuple[str, ...], turned: bool
):
    said = [report(10, "P", SODIUM), report(15, "F", POTASSIUM), report(20, "W", *again)]
    await hospital.say(*(reversed(said) if turned else said))
    kept = await hospital.kept("Observation")
    assert [one["status"] for one in kept] == ["entered-in-error"] * 2
    assert all("valueQuantity" not in one for one in kept)


async def test_a_report_names_the_results_of_every_message(hospital: Hospital):
    await hospital.say(report(10, "P", SODIUM), report(15, "F", POTASSIUM))
    (kept,) = await hospital.kept("DiagnosticReport")
    assert len(kept["result"]) == 2


async def test_a_value_and_its_correction_in_one_report_are_one_result(hospital: Hospital):
    corrected = POTASSIUM.replace("9.9", "4.1").replace("|F", "|C")
    await hospital.say(report(15, "C", POTASSIUM, SODIUM, corrected))
    kept = {one["code"]["text"]: one for one in await hospital.kept("Observation")}
    assert len(await hospital.kept("Observation")) == 2
    assert str(kept["Potassium"]["valueQuantity"]["value"]) == "4.1"


def of_urea(minute: int, state: str, *results: str) -> bytes:
    """Minute 09:`minute`; each result as CODE=VALUE=STATE."""
    parts = [one.split("=") for one in results]
    obx = [f"OBX|1|NM|{code}^{code}^L||{value}||||||{own}" for code, value, own in parts]
    return report(minute, state, *obx)


FIRST = of_urea(10, "F", "K=4.3=F")
SECOND = of_urea(11, "F", "NA=140=F")
CORRECTED = of_urea(12, "C", "K=5.9=C")
WITHDRAWN = of_urea(13, "W")
ANEW = of_urea(14, "F", "K=6.1=F")
GONE = ("entered-in-error", None)


@pytest.mark.parametrize(
    ("sent", "becomes"),
    [
        ((FIRST, SECOND, CORRECTED), [("corrected", 5.9), ("final", 140)]),
        ((FIRST, SECOND, WITHDRAWN), [GONE, GONE]),
        ((FIRST, CORRECTED, SECOND, WITHDRAWN), [GONE, GONE]),
        ((FIRST, WITHDRAWN, ANEW), [("final", 6.1)]),
    ],
)
async def test_in_whichever_order_its_parts_come_a_report_and_its_results_are_the_same(
    hospital: Hospital, sent: tuple[bytes, ...], becomes: list[tuple[str, float | None]]
):
    for order in itertools.permutations(sent):
        if certificate := await hospital.edge.certificate(SOURCE.id, NOW):
            await hospital.db.write(lambda tx, one=certificate: hospital.edge.purge(tx, one))
        assert set(await hospital.say(*order)) == {"AA"}
        kept = await hospital.kept("Observation")
        found = [(one["status"], one.get("valueQuantity", {}).get("value")) for one in kept]
        assert sorted(found, key=str) == sorted(becomes, key=str), order
        (report,) = await hospital.kept("DiagnosticReport")
        assert len(report["result"]) == len(becomes), order
