"""What becomes of every published file, folder by folder: through the connector it belongs to, with that connector's own loader."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from carerecord.connectors.bundle import read_bundle
from carerecord.connectors.contract import Page, Pushed, SetAside, SourceError
from carerecord.connectors.csv_vaccinations.rows import rows
from carerecord.connectors.csv_vaccinations.tests.test_csv_vaccinations import SOURCE as VACCINATOR
from carerecord.connectors.documents.receive import NotReadableError, receive
from carerecord.connectors.documents.settings import settings_of
from carerecord.connectors.documents.tests import documents_given
from carerecord.connectors.edifact.tests.test_edifact_reports import LONDON
from carerecord.connectors.edifact.tests.test_edifact_reports import SOURCE as LABORATORY
from carerecord.connectors.edifact.translate import reports
from carerecord.connectors.hl7v2.batch import batch_of
from carerecord.connectors.hl7v2.message import MessageError
from carerecord.connectors.hl7v2.receive import receive as received
from carerecord.connectors.hl7v2.tests.hl7v2_messages import NOW, SETTINGS, SOURCE
from carerecord.connectors.immunisation.fake import FakeImmunisation
from carerecord.connectors.nrl.fake import FakeNrl
from carerecord.connectors.xds.fake import Answers, FakeXds
from carerecord.contract import Item, Query, Resource
from carerecord.edge.tests.test_edge_files import as_ours
from carerecord.federation.check import check
from carerecord.fhir import NHS_NUMBER, nhs_numbers
from contracts import test_contracts_bars as bars
from contracts import test_contracts_gp_connect as gp_connect
from contracts import test_contracts_immunisation as immunisation
from contracts import test_contracts_mhd as mhd
from contracts import test_contracts_nrl as nrl
from contracts import test_contracts_pds as pds
from contracts import test_contracts_scr as scr
from contracts import test_contracts_xds_published as xds
from contracts.xds_asked import asked, items
from spec.documents import test_documents_everything as documents

NUMBER = mhd.NUMBER


@dataclass
class Row:
    """`came` = `made` + what was put aside, each with its reason; what is missing is lost."""

    files: int = 0
    came: int = 0  # resources, messages or reports that were sent
    made: int = 0  # of these, those that came through
    resources: int = 0  # what stands in a record because of them
    in_words: int = 0  # of these, those kept as text
    aside: Counter[str] = field(default_factory=Counter)

    @property
    def lost(self) -> int:
        return self.came - self.made - self.aside.total()

    def line(self, folder: str, connector: str) -> str:
        why = "; ".join(f"{words} {times}" for words, times in sorted(self.aside.items()))
        counted = (
            self.files,
            self.came,
            self.resources,
            self.in_words,
            self.aside.total(),
            self.lost,
        )
        return f"{connector:12} {folder:32} {' '.join(f'{one:6}' for one in counted)}  {why}"


def _entries(body: bytes) -> list[Resource]:
    sent = json.loads(body)
    if sent["resourceType"] != "Bundle":
        return [sent]
    return [one.get("resource", {}) for one in sent.get("entry", [])]


def _checked(row: Row, found: Iterable[Item], query: Query, unreadable: Iterable[str] = ()) -> None:
    checked = check(tuple(found), query)
    kept = len(checked.items) + len(checked.patients)
    row.made += kept
    row.resources += kept
    row.aside.update(why for _, why in checked.held_back)
    row.aside.update(unreadable)


def _pages(row: Row, pages: Iterable[Page], query: Query) -> None:
    every = list(pages)
    found = [item for page in every for item in page.items]
    _checked(row, found, query, [why for page in every for why in page.unreadable])


def _of_fhir_r4(folder: Path) -> Row:
    """Where the person has no NHS number they are given one, and where they are missing they are put beside it."""
    row = Row()
    for file in sorted(folder.glob("*.json")):
        sent = _entries(file.read_bytes())
        row.files, row.came = row.files + 1, row.came + len(sent)
        people = [one for one in sent if one["resourceType"] == "Patient"]
        if not people:
            people = [_named_in(file.read_text("utf-8"))]
            sent, row.came = [*sent, *people], row.came + 1
        number = next((n for one in people for n in nhs_numbers(one)), "")
        for one in people if not number else ():
            one.setdefault("identifier", []).append({"system": NHS_NUMBER, "value": NUMBER})
        body = json.dumps({"resourceType": "Bundle", "entry": [{"resource": one} for one in sent]})
        bundle = read_bundle(body.encode(), "s")
        _checked(
            row, bundle.items, replace(mhd.PERSON, nhs_number=number or NUMBER), bundle.unreadable
        )
    return row


def _named_in(text: str) -> Resource:
    """Whom it points at."""
    found = re.search(r'"Patient/([A-Za-z0-9.-]+)"', text)
    return {"resourceType": "Patient", "id": found[1] if found else "patient"}


def _of_gp_connect(folder: Path) -> Row:
    row = Row()
    for file in sorted(folder.glob("*.json")):
        sent = _entries(file.read_bytes())
        numbers = [n for one in sent for n in nhs_numbers(one)]
        person = replace(gp_connect.PERSON, nhs_number=next(iter(numbers), NUMBER), birth_date="")
        row.files, row.came = row.files + 1, row.came + len(sent)
        try:
            page = gp_connect.record_of(person, [json.dumps(one).encode() for one in sent])
        except SourceError as error:
            row.aside[str(error)] += len(sent)
            continue
        row.came += len(page.items) + len(page.unreadable) - len(sent)  # lifted out of Lists
        _pages(row, [page], person)
    return row


def _of_bars(folder: Path) -> Row:
    row = Row()
    for file in sorted(folder.glob("*.json")):
        sent = _entries(file.read_bytes())
        row.files, row.came = row.files + 1, row.came + len(sent)
        pages, failure = bars.answered_with(file.read_bytes())
        if failure:
            row.aside[f"an answer that {failure}"] += len(sent)
        else:
            _pages(row, pages, bars.PERSON)
    return row


def _of_scr(folder: Path) -> Row:
    row = Row()
    listing = (folder / "DocumentReferenceBundle.json").read_bytes()
    row.files, row.came, row.made = 1, 1, 1  # says that there is a summary, and where
    for file in sorted(set(folder.glob("*.json")) - {folder / "DocumentReferenceBundle.json"}):
        sent = _entries(file.read_bytes())
        number = next((n for one in sent if one["resourceType"] == "Patient" for n in nhs_numbers(one)), NUMBER)  # fmt: skip
        row.files, row.came = row.files + 1, row.came + len(sent)
        try:
            found, _ = scr.answered(listing, file.read_bytes(), number)
        except SourceError as error:
            row.aside[f"an answer that {error}"] += len(sent)
            continue
        _checked(row, found, scr.query(number))
    return row


def _of_mhd(folder: Path) -> Row:
    row = Row()
    for file in sorted(folder.glob("*.json")):
        sent = json.loads(file.read_bytes())
        found = sent if sent["resourceType"] == "Bundle" else mhd.bundle_of(sent)
        row.files, row.came = row.files + 1, row.came + len(found.get("entry", []))
        own = Row()
        _pages(own, mhd.answered(found), mhd.PERSON)
        row.made += own.made - 1  # the person is asked for beside it
        row.resources += own.resources - 1
        row.aside += own.aside
    return row


def _of_nrl(folder: Path) -> Row:
    row = Row()
    for raw in nrl.published(folder.parent).values():
        row.files, row.came = row.files + 1, row.came + 1
        _pages(row, nrl.asked(FakeNrl(lambda _, one=raw: [one])), nrl.PERSON)
    return row


def _of_immunisation(folder: Path) -> Row:
    row = Row()
    for file in sorted(folder.glob("*.json")):
        raw = file.read_bytes().strip()
        about = replace(immunisation.PERSON, nhs_number=immunisation.IN_FILES)
        row.files, row.came = row.files + 1, row.came + 1
        pages = immunisation.asked(FakeImmunisation(lambda _, one=raw: [one]), about)
        _pages(row, pages, about)
    for file in sorted(folder.glob("*.csv")):  # what providers write for the national record
        raw = file.read_bytes().strip()
        row.files, row.came = row.files + 1, row.came + raw.count(b"\n")
        for part in rows(raw, VACCINATOR, LONDON):
            _pushed(row, part.said or SetAside(part.wrong))
    return row


def _of_pds(folder: Path) -> Row:
    """Who the person is: nothing of it stands in a record."""
    row = Row()
    for file in sorted(folder.glob("*.json")):
        row.files, row.came = row.files + 1, row.came + 1
        searching = file.stem in (*pds.SEARCHED, *pds.TOO_MANY)
        try:
            traced = pds.answered(folder.parent, file.stem, searching=searching)
        except SourceError as error:
            row.aside[f"an answer that {error}"] += 1
            continue
        if traced.outcome == "unsure":
            row.aside["several fit"] += 1
        else:
            row.made += 1
    return row


def _of_xds(folder: Path) -> Row:
    """The values of its objects; the requests beside them are the form of ours."""
    row = Row(files=len(list(folder.iterdir())))
    given = json.loads((folder / "TestDataRegistryObjects.json").read_bytes())
    made = list(xds._objects(given["possibleDocumentEntryValues"]))
    pages, _ = asked(FakeXds(lambda _: [], answers=Answers(objects="".join(made))))
    row.came, row.made = len(made), len(items(pages))
    row.resources = row.made
    requests = len(list(folder.glob("*.xml")))
    row.came += requests
    row.aside["a request, which ours are compared with"] = requests
    return row


def _of_hl7v2(folder: Path) -> Row:
    row = Row()
    for file in sorted(folder.glob("*.hl7")):
        raw = as_ours(file.read_bytes(), "MSH", "PID")
        batch = batch_of(raw)
        row.files += 1
        for one in batch.messages if batch else (raw,):
            row.came += 1
            try:
                _pushed(row, received(one, SOURCE, SETTINGS, NOW))
            except MessageError as error:
                row.aside[str(error)] += 1
    return row


def _pushed(row: Row, said: Pushed | SetAside) -> None:
    if isinstance(said, SetAside):
        row.aside[said.why] += 1
        return
    documents = [one for each in said.documents for one in (each.own, *each.items)]
    kept = [*said.resources, *documents]
    row.made += 1
    row.resources += len(kept)
    row.in_words += sum("valueString" in one or one["resourceType"] == "Basic" for one in kept)


def _of_edifact(folder: Path) -> Row:
    row = Row()
    for file in sorted(folder.glob("*.txt")):
        raw = file.read_bytes()
        row.files, row.came = row.files + 1, row.came + max(1, raw.count(b"UNH+"))
        for part in reports(raw, LABORATORY, LONDON):
            _pushed(row, part.said or SetAside(part.wrong))
    return row


def _of_documents(folder: Path) -> Row:
    row, there = Row(), {one.stem for one in folder.iterdir()}
    for sent in (one for one in documents.FILES if one.name in there):
        row.files, row.came = row.files + 1, row.came + 1
        settings = replace(settings_of(documents_given.SOURCE), release=sent.release)
        body = sent.body if sent.name in documents.NO_DOCUMENT else documents.certain(sent)[0]
        before = row.resources
        try:
            _pushed(row, receive(body, settings, documents_given.NOW))
        except NotReadableError as error:
            row.aside[str(error)] += 1
            continue
        row.made -= row.resources - before != documents.expected(body)  # some of it is missing
    return row


Read = Callable[[Path], Row]
_DOCUMENTS = ("cda/hl7", "cda/hl7-entries", "cda/vendors", "cda/uk-111-itk", "cda/uk-111-itk-as-fhir-stu3", "documents-stu3", "ihe/mhd-provide")  # fmt: skip
ROWS: dict[str, tuple[str, Read]] = {
    **{
        f"fhir-r4/{name}": ("fhir_r4", _of_fhir_r4)
        for name in ("synthea", "ukcore-json", "virtually-healthcare", "trust-examples", "imaging", "ips")
    },
    "gp-connect-stu3": ("gp_connect", _of_gp_connect),
    "gp-connect-stu3/spec-examples": ("gp_connect", _of_gp_connect),
    "scr": ("scr", _of_scr),
    "bars": ("bars", _of_bars),
    "nrl": ("nrl", _of_nrl),
    "pds": ("pds", _of_pds),
    "immunisation": ("immunisation, csv_vaccinations", _of_immunisation),
    "ihe/mhd": ("mhd", _of_mhd),
    "ihe/xds-soap": ("xds", _of_xds),
    "hl7v2": ("hl7v2", _of_hl7v2),
    "edifact-pathology": ("edifact", _of_edifact),
    **dict.fromkeys(_DOCUMENTS, ("documents", _of_documents)),
}  # fmt: skip
"""Each folder of files, whose connector they are, and how they go through it."""


def folders(shared: Path) -> Iterator[str]:
    """Every one that holds files."""
    for folder in sorted(one for one in shared.rglob("*") if one.is_dir()):
        if any(one.is_file() for one in folder.iterdir()):
            yield str(folder.relative_to(shared))
