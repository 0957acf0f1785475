"""Messages that other people wrote, each sent through a socket into a real store: what became of every one of them.

The files are beside the project (`../shared/data/hl7v2`); without them there is nothing to try.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from carerecord.connectors.hl7v2.tests.hl7v2_messages import NOW, SOURCE
from carerecord.edge.tests.edge_files import as_ours, sent
from carerecord.edge.tests.edge_hospital import Hospital, hospital

__all__ = ["hospital"]

FOLDER = Path(__file__).parents[4] / "shared/data/hl7v2"
FILES = {file.stem: file.read_bytes() for file in sorted(FOLDER.glob("*.hl7"))}
if not FILES:
    pytest.skip("../shared is not here: no messages to try", allow_module_level=True)

EXPECTED = """
ADT-A01-01: 1, AllergyIntolerance 1 Encounter 1 Patient 1, 0, 0, 0
ADT-A02-01: 1, Encounter 1 Patient 1, 0, 0, 0
ADT-A03-01: 1, AllergyIntolerance 1 Encounter 1 Patient 1, 0, 0, 0
ADT-A04-02: 1, Encounter 1 Patient 1, 0, 0, 0
ADT-A08-02: 1, Encounter 1 Patient 1, 0, 0, 0
ADT-A11-01: 1, Patient 1, 0, 0, 0
ADT-A13-01: 1, AllergyIntolerance 1 Encounter 1 Patient 1, 0, 0, 0
ADT-A28-01: 1, AllergyIntolerance 1 Patient 1, 0, 0, 0
ADT-A31-01: 1, AllergyIntolerance 1 Patient 1, 0, 0, 0
ADT-A40-01: 1, -, 0, 1, 0 kept for a person to look at: it joins a number that is not known to be this person's: a person decides that
ADT-A45-01: 1, -, 0, 1, 0 kept for a person to look at: A45 joins, parts or moves people: a person decides that
ADT01-23: 1, Encounter 1 Patient 1, 0, 0, 0
ADT04-28: 1, Encounter 1 Patient 1, 0, 0, 0
IZ_1_1.1_Admin_Child_Max_Message: 1, Immunization 1 Patient 1, 0, 0, 0
LAB-ORU-1: 1, DiagnosticReport 2 Observation 10 Patient 1 Specimen 2, 0, 0, 0
MDM-T01-01: 1, DocumentReference 1 Patient 1, 0, 0, 0
MDM-T02-01: 1, DocumentReference 1 Patient 1, 0, 0, 0
MDM-T02-03: 1, DocumentReference 1 Patient 1, 0, 0, 0
ORM-O01-01: 1, AllergyIntolerance 1 Patient 1 ServiceRequest 1, 0, 0, 0
ORU-R01-01: 1, DiagnosticReport 1 Observation 4 Patient 1 Specimen 1, 2, 0, 0
PC1-Problem-Add-v2.3.1: 1, Condition 1 Patient 1, 0, 0, 0
RDE-O11-01: 1, -, 0, 1, 0 kept for a person to look at: RDE O11 is not read here
REF-I12-01: 1, AllergyIntolerance 1 DiagnosticReport 1 Observation 1 Patient 1 ServiceRequest 1, 1, 0, 0
SIU-S12-01: 1, Appointment 1 Patient 1, 0, 0, 0
SIU-S13-01: 1, Appointment 1 Patient 1, 0, 0, 0
SIU-S15-01: 1, Appointment 1 Patient 1, 0, 0, 0
VXU-V04-01: 1, Immunization 1 Patient 1, 0, 0, 0
lfh-ORU-multiline-short: 1, DiagnosticReport 1 Patient 1, 0, 0, 0
lfh-sample_unix: 1, -, 0, 0, 1 MSH-1 and MSH-2 do not name five different separators
pyhl7-sample_batch: 1, Encounter 1 Patient 1, 0, 0, 0
pyhl7-sample_file: 1, Encounter 1 Patient 1, 0, 0, 0
pyhl7-sample_hl7: 1, DiagnosticReport 1 Observation 2 Patient 1 Specimen 1, 1, 0, 0
uk-AlderHey-ORM_O01-DNA-Storage: 1, Patient 1 ServiceRequest 1 Specimen 1, 0, 0, 0
uk-nwgmsa-1-OML-O21-OML_O21: 1, Patient 1 ServiceRequest 1 Specimen 1, 0, 0, 0
uk-nwgmsa-3-ORU-R01-ORU_R01: 1, -, 0, 1, 0 kept for a person to look at: a document in OBX-5 is no base64
uk-nwgmsa-4-MDM-T02: 1, -, 0, 1, 0 kept for a person to look at: a document in OBX-5 is no base64
"""
"""File, messages, what came of them, values kept as text, set aside, refused."""


@pytest.mark.parametrize("file", FILES)
async def test_of_people_nobody_here_knows_nothing_is_filed(hospital: Hospital, file: str):
    became = await sent(hospital.feeding.keep, as_ours(FILES[file], "MSH"))
    assert (became.filed, became.aside + became.refused) == (0, became.messages)
    assert len(await hospital.why_aside()) == became.aside + became.refused
    assert await hospital.all_kept() == []


async def test_of_every_file_each_message_is_accounted_for(hospital: Hospital):
    rows = []
    for file, raw in FILES.items():
        certificate = await hospital.edge.certificate(SOURCE.id, NOW)
        if certificate:
            await hospital.db.write(lambda tx, one=certificate: hospital.edge.purge(tx, one))
        became = await sent(hospital.feeding.keep, as_ours(raw, "MSH", "PID"))
        assert became.filed + became.aside + became.refused == became.messages
        kept = await hospital.all_kept()
        kinds = Counter(one["resourceType"] for one in kept)
        texts = sum("valueString" in one for one in kept)
        shown = " ".join(f"{kind} {number}" for kind, number in sorted(kinds.items()))
        rows.append(f"{file}: {became.messages}, {shown or '-'}, {texts}, {became.aside}, {became.refused}{became.why and ' ' + became.why}")  # fmt: skip
    print("\n".join(["", *rows]))
    assert "\n".join(rows) == EXPECTED.strip()
