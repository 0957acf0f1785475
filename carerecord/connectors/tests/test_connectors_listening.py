"""A port that a source connects to over TLS: both ends show a certificate, and whoever shows none, or another's, says nothing."""

from __future__ import annotations

import ssl
from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest

from carerecord.authority import Authority
from carerecord.connectors.documents.fake import Sender
from carerecord.connectors.documents.feed import DocumentFeed
from carerecord.connectors.documents.settings import settings_of as of_documents
from carerecord.connectors.documents.tests.documents_given import SOURCE as LETTERS
from carerecord.connectors.hl7v2.fake import Engine
from carerecord.connectors.hl7v2.feed import HospitalFeed
from carerecord.connectors.hl7v2.tests.hl7v2_messages import ADMITTED, NOW, SETTINGS, SOURCE, STAY
from carerecord.fhir.cda.tests.cda_written import document

TLS = {"certificate": "server.pem", "key": "server.pem", "clients": "ca.pem"}


class Ends:
    """Ours beside the configuration; who connects shows a certificate of this authority, or another."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        ours = Authority.made(folder)
        ours.issue("server")
        self.shown = {
            "theirs": ours.issue("engine"),
            "another's": Authority.made(folder / "other", "Test authority").issue("engine"),
            "none": None,
        }
        self.kept: list[bytes] = []

    def client(self, shown: str) -> ssl.SSLContext:
        context = ssl.create_default_context(cafile=str(self.folder / "ca.pem"))
        if file := self.shown[shown]:
            context.load_cert_chain(file)
        return context

    async def keep(self, source: object, found: object, raw: bytes) -> str:
        self.kept.append(raw)
        return ""


async def posted(sender: Sender) -> int:
    async with sender:
        return (await sender.post("/cda", document())).status


@pytest.fixture
def ends(tmp_path: Path) -> Ends:
    return Ends(tmp_path)


@pytest.mark.parametrize("shown", ["theirs", "another's", "none"])
async def test_an_engine_is_heard_with_a_certificate_of_its_authority_alone(ends: Ends, shown: str):
    settings = replace(SETTINGS, **TLS)
    feed = HospitalFeed(SOURCE, settings, ends.keep, ends.folder.joinpath, now=lambda: NOW)
    message = STAY.message("A01", ADMITTED)
    async with feed.running():
        port = feed.listener.port
        if shown == "theirs":
            async with Engine("127.0.0.1", port, ends.client(shown)) as engine:
                assert (await engine.send(message)).only("MSA").text(1) == "AA"
        else:
            with pytest.raises(OSError):  # noqa: PT011 (a handshake that is broken off has several)
                async with Engine("127.0.0.1", port, ends.client(shown)) as engine:
                    await engine.send(message)
    assert len(ends.kept) == (shown == "theirs")


@pytest.mark.parametrize("shown", ["theirs", "another's", "none"])
async def test_a_document_is_taken_with_a_certificate_of_its_authority_alone(
    ends: Ends, shown: str
):
    source = replace(LETTERS, options={**LETTERS.options, **TLS})
    feed = DocumentFeed(source, of_documents(source), ends.keep, ends.folder.joinpath)
    async with feed.running():
        sender = Sender("127.0.0.1", feed.port.number, ends.client(shown))
        if shown == "theirs":
            assert await posted(sender) == 201
        else:
            with pytest.raises(aiohttp.ClientError):
                await posted(sender)
    assert len(ends.kept) == (shown == "theirs")


async def test_nobody_is_heard_in_the_clear_where_there_are_certificates(ends: Ends):
    settings = replace(SETTINGS, **TLS)
    feed = HospitalFeed(SOURCE, settings, ends.keep, ends.folder.joinpath, now=lambda: NOW)
    async with feed.running(), Engine("127.0.0.1", feed.listener.port) as engine:
        with pytest.raises(ConnectionError):
            await engine.send(STAY.message("A01", ADMITTED))
    assert ends.kept == []
