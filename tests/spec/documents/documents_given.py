"""Documents other people made, beside the project (../shared/data), and what is put round a section of one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from carerecord.contract import Item, Resource
from carerecord.fhir import linked_in
from carerecord.sections import SECTIONS, owners

SHARED = Path(__file__).parents[4] / "shared/data"
LONDON = ZoneInfo("Europe/London")
NUMBER, BORN = "9990000042", "1948-11-08"
_OWNER = owners(SECTIONS)


def cda(*section: str, number: str = NUMBER, own: str = "1.2.3", head: str = "") -> bytes:
    """A whole document with these sections, about an invented person."""
    whole = (
        one if "<component" in one.split("<section")[0] else f"<component>{one}</component>"
        for one in section
    )
    body = "".join(whole)
    return f"""<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
        xmlns:sdtc="urn:hl7-org:sdtc"><typeId root="2.16.840.1.113883.1.3" extension="POCD_HD000040"/>
        <id root="{own}"/><code code="34133-9" codeSystem="2.16.840.1.113883.6.1"/><title>Summary</title>
        <effectiveTime value="20260407090300"/>{head}<recordTarget><patientRole>
        <id root="2.16.840.1.113883.2.1.4.1" extension="{number}"/><patient><name><given>Ada</given>
        <family>Hope</family></name><birthTime value="{BORN.replace("-", "")}"/></patient></patientRole>
        </recordTarget><component><structuredBody>{body}</structuredBody></component>
        </ClinicalDocument>""".encode()


def section_in(name: str) -> str:
    """A section as its examples have it, without what stands round it."""
    found = sorted((SHARED / "cda/hl7-entries").glob(f"{name}*.xml"))
    if not found:
        pytest.skip("the examples of CDA are not beside the project")
    return re.sub(r"<\?xml.*?\?>", "", found[0].read_text("utf-8"))


def shown(resources: Iterable[Resource]) -> list[tuple[str, str]]:
    """Each resource's section, and all that its row says in one line; the document and its person apart."""
    made = list(resources)
    linked = linked_in(Item("s", one, b"") for one in made)
    rows = []
    for one in made[2:]:
        section = _OWNER(one)
        row = section.row(one, linked)
        what = " – ".join(part.text for part in row.what)
        rows.append(
            (
                section.name,
                " | ".join(
                    [
                        what,
                        row.when,
                        row.until,
                        row.status,
                        *row.cells,
                        *row.notes,
                        *(t.text for t in row.tags),
                        row.by,
                    ]
                ),
            )
        )
    return rows
