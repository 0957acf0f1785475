"""Messages of every kind that is read, and what must hold of whatever one of them comes to."""

from __future__ import annotations

import re

from carerecord.connectors.contract import Pushed
from carerecord.connectors.edifact.tests.test_edifact_reports import report
from carerecord.connectors.hl7v2.tests.hl7v2_reading import raw
from carerecord.fhir import decode_resource, encode_resource

MESSAGES = (
    raw("ORU^R01", "ORC|RE|P1|F1", "OBR|1|P1|F1|UE^U&E|||202611210810||||||||BLD|||||||202611210900||CH|C", "NTE|1||x~y",
        "OBX|1|SN|CRP^CRP^L|1|<^0.30|mg/L^^UCUM|0-5|N~H|||C|||20261121", "OBX|2|ED|R||^AP^PDF^Base64^JVBERi0x", "SPM|1|S1||BLD"),
    raw("MDM^T10", "TXA|1|DS|TX|202611210900||202611210930|||C1^A^B|||D2|D1||||AU|V|AV", "OBX|1|FT|||a\\.br\\b"),
    raw("SIU^S12", "SCH|P1|F1||||^X|^Y|^Z|30|min|^^^202612010930^202612011000", "AIS|1|A|CARD^C|202612010930", "AIL|1|A|W^R"),
    raw("REF^I12", "RF1|P|U|CAR^C|||R1|20261120", "PRD|RP|P^R", "DG1|1||I50^HF^I10"),
    raw("VXU^V04", "ORC|RE||IZ1", "RXA|0|1|20261101||140^Flu^CVX|0.50|mL||00|||||||L1|20271104|M||||CP", "RXR|IM|LD"),
    raw("OML^O21", "ORC|NW|P1", "OBR|1|P1||CT^CT|S", "OBX|1|CE|Q^Q||Y^Yes"),
    raw("PPR^PC1", "PRB|AD|20261101|I50^HF^I10|PR1|||20261101|||||||ACTIVE||20250601"),
    raw("ADT^A01", "PV1|1|I|WARD4|||||||||||||||||V1", "ZZZ|1|own"),
    raw("ADT^A40", "MRG|N999^^^RNG01^MR"),
)  # fmt: skip
REPORT = report("S16+16", "SEQ++1", "SPC+TSP+:::Serum", "INV+MQ+44I4.:911::K", "SEQ++1", "RSL+NV+4.30++:::mmol/L+HI", "RFF+ASL:1", "RND+U+3.6+5.3")  # fmt: skip


def is_whole(said: Pushed) -> None:
    """What is kept can be written, is about one person, and no part takes another's place."""
    names = [(one["resourceType"], one["id"]) for one in said.resources]
    assert len(set(names)) == len(names)
    patients = {f"Patient/{id}" for type, id in names if type == "Patient"}
    for one in said.resources:
        assert re.fullmatch(r"[A-Za-z0-9.-]{1,64}", one["id"])
        assert decode_resource(encode_resource(one))["id"] == one["id"]
        whose = one.get("subject") or one.get("patient") or one.get("securityContext")
        assert whose is None or whose["reference"] in patients
