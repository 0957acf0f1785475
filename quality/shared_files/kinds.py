"""Which published files are whose, how they go in, and which are nobody's, with the reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from carerecord.connectors.documents.tests.documents_published import FOLDERS as DOCUMENTS
from quality.shared_files import pulled, pushed, registries
from quality.shared_files.contract import Read


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    protocol: str  # as a configuration names it
    way: str  # over which they go, and what they are where that differs
    folders: dict[str, Read]


_R4 = ("synthea", "ukcore-json", "virtually-healthcare", "trust-examples", "imaging", "ips")
_ASKED, _FOLDER = "asked by HTTP", "drop folder"
_FHIR = [name for name, (path, _) in DOCUMENTS.items() if path == "/fhir"]
_CDA = [name for name in DOCUMENTS if name not in _FHIR]
_GP = ("gp-connect-stu3", "gp-connect-stu3/spec-examples")

KINDS = (
    Kind("fhir_r4", _ASKED, {f"fhir-r4/{name}": pulled.of_fhir_r4 for name in _R4}),
    Kind("gp_connect", _ASKED, dict.fromkeys(_GP, pulled.of_gp_connect)),
    Kind("scr", _ASKED, {"scr": pulled.of_scr}),
    Kind("bars", _ASKED, {"bars": pulled.of_bars}),
    Kind("nrl", _ASKED, {"nrl": pulled.of_nrl}),
    Kind("mhd", _ASKED, {"ihe/mhd": pulled.of_mhd}),
    Kind("xds", "asked by SOAP", {"ihe/xds-soap": registries.of_xds}),
    Kind("immunisation", _ASKED, {"immunisation": pulled.of_immunisation}),
    Kind("pds", _ASKED, {"pds": registries.of_pds}),
    Kind("hl7v2", "MLLP", {"hl7v2": pushed.of_hl7v2}),
    Kind("documents", "CDA, posted", {name: pushed.of_documents(name) for name in _CDA}),
    Kind("documents", "FHIR, posted", {name: pushed.of_documents(name) for name in _FHIR}),
    Kind("edifact", _FOLDER, {"edifact-pathology": pushed.of_edifact}),
    Kind("csv_vaccinations", _FOLDER, {"immunisation": pushed.of_vaccinations}),
)

NOT_OURS = {
    "fhir-r4/ukcore-xml": "ukcore-json once more in XML, which no source of R4 is asked for",
    "ihe/balp": "audit events to compare ours with: tests/audit_events",
    "ihe/pdqm": "answers to $match (ITI-119), which is not asked; mhd asks who the person is by a search (ITI-78)",
    "ihe/pixm": "what a manager of identities logs, and one error: its cross-references (ITI-83) are not asked for",
    "matching": "pairs of people, for judging who is who: no source sends them",
    "testscripts/fhir-r4-base": "scripts for a FHIR server that is written to; ours is read alone",
    "LICENSES": "licences",
}
"""What belongs to no connector, and why."""
BAD_INPUT = "bad-input"
"""Each kind has tests of its own; its README says what each is for."""


def folders_in(shared: Path) -> Iterator[str]:
    """Every one that holds files, bad input apart."""
    for folder in sorted(one for one in shared.rglob("*") if one.is_dir()):
        name = str(folder.relative_to(shared))
        if not name.startswith(BAD_INPUT) and any(one.is_file() for one in folder.iterdir()):
            yield name
