"""Files of XDS and of the national index of people, asked for over a socket."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from carerecord.connectors import Http
from carerecord.connectors.contract import SourceError
from carerecord.connectors.fake_http import Server, response
from carerecord.connectors.pds import Pds
from carerecord.connectors.pds.pace import Pace
from carerecord.connectors.pds.reading import Traced
from carerecord.connectors.tests.asked_once import came_of_fake
from carerecord.connectors.xds.fake import Answers, FakeXds
from carerecord.connectors.xds.registry import RIM
from carerecord.contract import Receipt
from carerecord.store import Database
from quality.shared_files.contract import Row, files_of
from quality.shared_files.pulled import PERSON

CODED = {
    "classCodes": "urn:uuid:41a5887f-8865-4c09-adf7-e362475b143a",
    "typeCodes": "urn:uuid:f0306f51-975f-434e-a61c-c59651d33983",
    "confidentialityCodes": "urn:uuid:f4f85eac-e6cb-4883-b524-f2705394840f",
    "formatCodes": "urn:uuid:a09d5840-386c-46f2-b5ad-9c3699a4309d",
    "healthcareFacilityTypeCodes": "urn:uuid:f33fb8ac-18af-42cc-ae0e-ed0b0bdb91e1",
    "practiceSettingCodes": "urn:uuid:cccf5598-8b07-4b77-a05e-ae952c785ead",
}
"""Each list of codes in the published test data, and the classification scheme that it is of."""


async def of_xds(folder: Path, _: Database) -> Row:
    """The values of its objects; the requests beside them are the form of ours."""
    requests, ((_name, values),) = len(files_of(folder, ".xml")), files_of(folder, ".json")
    row, given = Row(files=requests + 1), json.loads(values)
    made = list(objects_of(given["possibleDocumentEntryValues"]))
    fake = FakeXds(lambda _: [], answers=Answers(objects="".join(made)))
    came = await came_of_fake(fake, "xds", PERSON, {})
    if came.failure:
        row.aside[f"an answer that {came.failure}"] += len(made)
    row.came, row.made, row.resources = len(made) + requests, len(came.items), len(came.items)
    row.aside["a request, which ours are compared with"] += requests
    return row


def objects_of(given: dict[str, Any]) -> Iterator[str]:
    """ebRIM: as many objects as it takes for each value to stand in one."""
    organisations = given["authors"]["organizations"]
    most = max(len(organisations), *(len(given[name]) for name in (*CODED, "titles")))
    for n in range(most):
        coded = "".join(
            _coded(scheme, given[name][n % len(given[name])]) for name, scheme in CODED.items()
        )
        named = escape(organisations[n % len(organisations)].get("organizationName", ""))
        author = "urn:uuid:93606bcf-9494-43ec-9b4e-a7748d1a838d"
        title = quoteattr(given["titles"][n % len(given["titles"])])
        yield (
            f'<ExtrinsicObject xmlns="{RIM}" id="urn:uuid:d{n}" mimeType="application/pdf">{coded}'
            f'<Classification classificationScheme="{author}"><Slot name="authorInstitution"><ValueList>'
            f"<Value>{named}</Value></ValueList></Slot></Classification>"
            f"<Name><LocalizedString value={title}/></Name></ExtrinsicObject>"
        )


def _coded(scheme: str, value: dict[str, str]) -> str:
    system = escape(value.get("codeSystem") or "")
    return (
        f'<Classification classificationScheme="{scheme}" nodeRepresentation={quoteattr(value["code"])}>'
        f'<Slot name="codingScheme"><ValueList><Value>{system}</Value></ValueList></Slot>'
        f"<Name><LocalizedString value={quoteattr(value.get('displayName') or '')}/></Name></Classification>"
    )


async def of_pds(folder: Path, _: Database) -> Row:
    """Who the person is: nothing of it stands in a record."""
    row = Row()
    for _name, body in files_of(folder, ".json"):
        row.files, row.came = row.files + 1, row.came + 1
        try:
            traced = await traced_by(body, searching=json.loads(body)["resourceType"] != "Patient")
        except SourceError as error:
            row.aside[f"an answer that {error}"] += 1
            continue
        row.made += traced.outcome == "found"
        row.aside["several fit"] += traced.outcome == "unsure"
    return row


async def traced_by(body: bytes, *, searching: bool) -> Traced:
    """What one answer of PDS comes to, to a search or to a retrieve. Raises `SourceError`."""
    server, http = Server(lambda _, connection: connection.send(response(200, body))), Http()
    await server.open()
    try:
        pds = Pds(server.address, "RNG99", http, None, Pace(1000), within_seconds=10)
        receipt = Receipt(1, "e")
        if searching:
            return await pds.by_details("Smith", "", "2010-10-22", "", "", receipt)
        return await pds.by_number("9000000009", receipt)
    finally:
        await http.close()
        await server.close()
