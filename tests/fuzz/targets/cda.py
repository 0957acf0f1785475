"""A document: CDA turned into R4 and into words, alone or in an envelope, or a FHIR document in XML."""

from __future__ import annotations

import contextlib
from dataclasses import replace

from carerecord.connectors.contract import Pushed
from carerecord.connectors.documents.itk import answer, envelope_in
from carerecord.connectors.documents.outcome import Outcome
from carerecord.connectors.documents.parsing import BrokenError
from carerecord.connectors.documents.receive import NotReadableError, receive
from carerecord.connectors.documents.settings import settings_of
from carerecord.connectors.documents.tests.documents_given import NOW, SOURCE
from carerecord.connectors.tests.pushed_given import is_whole
from carerecord.fhir.cda import NotCdaError, page_of, translate
from carerecord.fhir.cda.tests.cda_written import document
from carerecord.fhir.xml import read_xml
from fuzz import seeds
from spec.documents.documents_given import LONDON, cda

SEEDS = (
    document(),
    *(cda(one.decode()) for one in seeds.files("cda/hl7-entries/*.xml")),
    *seeds.files("cda/*/*.xml"),
    *seeds.files("documents-stu3/*.xml"),
    *seeds.bad("cda"),
)
SETTINGS = settings_of(SOURCE)


def tried(sent: bytes) -> None:
    read_xml(answer(envelope_in(sent), Outcome("refused", "why"), "RNG01", NOW, "1"))
    with contextlib.suppress(NotCdaError):
        found = translate(sent, LONDON)
        assert found.entries == found.read + found.in_words
        page_of(sent)
    with contextlib.suppress(NotReadableError, BrokenError):
        said = receive(sent, SETTINGS, NOW)
        if isinstance(said, Pushed):
            for one in said.documents:
                is_whole(replace(said, resources=(*said.resources, one.own, *one.items)))
