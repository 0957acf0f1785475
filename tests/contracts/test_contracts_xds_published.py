"""What is published for XDS over a socket, and what is made to do harm: nothing is lost, and nothing is believed."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from carerecord.connectors.contract import (
    SourceError,
    SourceTooLarge,
    SourceUnreadable,
)
from carerecord.connectors.fake_http import Connection, Request, Server, response
from carerecord.connectors.xds import registry
from carerecord.connectors.xds.fake import Answers, FakeXds
from carerecord.connectors.xds.soap import envelope
from carerecord.fhir.xml import Element, read_xml
from contracts.xds_asked import NUMBER, PERSON, asked, items, pages_of
from quality.shared_files.registries import CODED, objects_of


def parts_in(element: Element) -> set[tuple[str, str]]:
    return {(one.name, one.space) for one in element.inside()}


REQUESTS: dict[str, Callable[[], tuple[str, str]]] = {
    "iti-18": lambda: (registry.STORED_QUERY, registry.find_documents("1^^^&1.2&ISO", "LeafClass")),
    "iti-38": lambda: (registry.CROSS_QUERY, registry.find_documents("1^^^&1.2&ISO", "LeafClass")),
    "iti-39": lambda: (
        registry.CROSS_RETRIEVE,
        registry.retrieve_document("urn:oid:1", "1.2", "3"),
    ),
    "iti-43": lambda: (registry.RETRIEVE, registry.retrieve_document("urn:oid:1", "1.2", "3")),
}


@pytest.mark.parametrize("name", REQUESTS)
def test_our_requests_have_the_form_of_the_published_ones(shared_data: Path, name: str) -> None:
    theirs = read_xml((shared_data / "ihe/xds-soap" / f"IT_{name}_request.xml").read_bytes())
    action, body = REQUESTS[name]()
    ours = read_xml(envelope(action, "https://x", "1", body))
    mine, published = (one.first("Body").children[0] for one in (ours, theirs))
    assert (mine.name, mine.space) == (published.name, published.space)
    assert parts_in(mine) >= parts_in(published)
    heads = [{one.name for one in each.first("Header").children} for each in (ours, theirs)]
    assert heads[0] == heads[1] - {"Security"}
    if name != "iti-43":  # published with the action of a query
        assert ours.first("Header", "Action").words == theirs.first("Header", "Action").words


def test_every_value_of_the_published_test_data_is_kept(shared_data: Path) -> None:
    values = json.loads((shared_data / "ihe/xds-soap/TestDataRegistryObjects.json").read_bytes())
    given = values["possibleDocumentEntryValues"]
    made = list(objects_of(given))
    pages, failure = asked(FakeXds(lambda _: [], answers=Answers(objects="".join(made))))
    found = items(pages)
    assert (failure, len(found)) == (None, len(made))
    text = json.dumps(found, ensure_ascii=False)
    lost = {
        word
        for name in CODED
        for one in given[name]
        for word in (one["code"], one.get("displayName") or "")
        if json.dumps(word, ensure_ascii=False)[1:-1] not in text
    }
    lost |= {title for title in given["titles"] if title not in text}
    organisations = given["authors"]["organizations"]
    named = {one["organizationName"] for one in organisations if "organizationName" in one}
    lost |= {one for one in named if one not in text}
    print(
        f"\nTestDataRegistryObjects.json | {len(made)} objects in | {len(found)} out | lost {len(lost)}"
    )
    assert not lost


def attacks(shared_data: Path) -> list[bytes]:
    folder = shared_data / "bad-input" / "xml"
    lines = (folder / "xxe_lines.jsonl").read_text("utf-8").splitlines()
    found = [json.loads(line)["p"].encode() for line in lines]
    found += [one.read_bytes() for one in sorted(folder.glob("*.xml"))]
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 30))
    found.append(f'<!DOCTYPE x [<!ENTITY e0 "ha">{bomb}]><x>&e29;</x>'.encode())
    wide = b"".join(b'b%d="" ' % n for n in range(300_000))
    found += [b"<a>" * 100_000, b"<a " + wide + b"/>", b"<a>" + b"<b/>" * 300_000 + b"</a>"]
    requests = sorted((shared_data / "ihe" / "xds-soap").glob("*.xml"))
    return [*found, *(one.read_bytes() for one in requests)]


def test_no_xml_that_is_no_answer_is_taken_for_one_or_does_harm(shared_data: Path) -> None:
    bodies = attacks(shared_data)
    outcomes: list[type[SourceError]] = []

    async def scenario() -> None:
        sent = iter(bodies)

        def answer(request: Request, connection: Connection) -> None:
            connection.send(response(200, next(sent), "application/soap+xml"))

        server = Server(answer)
        await server.open()
        try:
            for _ in bodies:
                with pytest.raises((SourceUnreadable, SourceTooLarge)) as refused:
                    await pages_of(server.address, [])
                outcomes.append(refused.type)
        finally:
            await server.close()

    asyncio.run(scenario())
    print(f"\nbad-input/xml | {len(bodies)} in | {len(outcomes)} refused")
    assert outcomes.count(SourceTooLarge) == 2  # the widest two
    assert len(outcomes) == len(bodies) > 55


def test_an_entity_inside_an_answer_is_refused_with_it(shared_data: Path) -> None:
    head = b'<!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    whole = envelope("a", "https://x", "1", "<AdhocQueryResponse>&amp;x;</AdhocQueryResponse>")
    body = whole.replace(b'<?xml version="1.0" encoding="UTF-8"?>', head).replace(
        b"&amp;x;", b"&x;"
    )

    async def scenario() -> None:
        server = Server(lambda _, connection: connection.send(response(200, body)))
        await server.open()
        try:
            with pytest.raises(SourceUnreadable):
                await pages_of(server.address, [])
        finally:
            await server.close()

    asyncio.run(scenario())


def test_a_fault_is_an_error_and_one_about_who_asks_a_refusal() -> None:
    def said(code: str, status: int) -> str:
        fault = f"<s:Fault><s:Code><s:Value>{code}</s:Value></s:Code><s:Reason>{NUMBER}</s:Reason></s:Fault>"
        body = envelope("a", "https://x", "1", fault)

        async def scenario() -> str:
            server = Server(lambda _, connection: connection.send(response(status, body)))
            await server.open()
            try:
                await pages_of(server.address, [], replace(PERSON, view_id="v"))
            except SourceError as error:
                return f"{error.kind}: {error}"
            finally:
                await server.close()
            return ""

        return asyncio.run(scenario())

    assert said("s:Receiver", 500) == "error: answered with an error"
    assert said("wsse:FailedAuthentication", 500) == "refused: refused us"
    assert said("s:MustUnderstand", 400) == "refused: refused us"
    assert said("s:Sender", 200) == "error: answered with an error"
    assert said("s:Sender", 403) == "refused: refused us"
