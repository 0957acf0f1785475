"""SMART EHR launch in a real browser, against a certified OpenID provider and a FHIR Patient over HTTP."""

from __future__ import annotations

import json
import re
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from epr import STAFF, banner_number
from playwright.sync_api import Browser, BrowserContext, expect
from serving import launcher_block, serving

from carerecord.demo.ports import free_port
from provider.running import SECRET, client, config, running_provider
from running import Caller, Region

NUMBERS = "https://fhir.nhs.uk/Id/nhs-number"
STATUS = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NHSNumberVerificationStatus"


@dataclass
class Ehr:
    """A record system's own pages and its FHIR server; its sign-in is the provider's."""

    url: str
    launch_url: str
    patients: dict[str, dict[str, Any]]
    asked: list[tuple[str, str]] = field(default_factory=list)  # path, authorization

    @property
    def fhir_url(self) -> str:
        return f"{self.url}/R4"

    def address(self, launch: str) -> str:
        return f"{self.launch_url}?iss={self.fhir_url}&launch={launch}"

    def page(self) -> str:
        links = "".join(
            f'<a href="{self.address(f"open-{one}")}" target="record">Open {one}</a> '
            for one in self.patients
        )
        return f"<!doctype html><title>EHR</title>{links}<iframe name='record' width='1200' height='800'></iframe>"


@contextmanager
def running_ehr(ehr: Ehr, port: int) -> Iterator[None]:
    class Pages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/":
                return self._send(200, "text/html", ehr.page().encode())
            ehr.asked.append((self.path, self.headers.get("Authorization", "")))
            patient = ehr.patients.get(self.path.removeprefix("/R4/Patient/"))
            body = json.dumps(patient or {}).encode()
            return self._send(200 if patient else 404, "application/fhir+json", body)

        def _send(self, status: int, kind: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Pages)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def patient(person: dict[str, str], patient_id: str) -> dict[str, Any]:
    verified = {"url": STATUS, "valueCodeableConcept": {"coding": [{"code": "01"}]}}
    number = {"system": NUMBERS, "value": person["nhs_number"], "extension": [verified]}
    birth = person["birth_date"]
    return {"resourceType": "Patient", "id": patient_id, "identifier": [number], "birthDate": birth}


def account(fhir_url: str, organisation: str = "RNG01") -> dict[str, Any]:
    name, _, role_name, team = STAFF["a.okafor"]
    role = {"person_roleid": "5550", "role_code": "S0:G0:R8000", "role_name": role_name}
    token = {
        "name": name,
        "fhirUser": f"{fhir_url}/Practitioner/1",
        "nhsid_nrbac_roles": [{**role, "org_code": organisation, "workgroups": [team]}],
        "selected_roleid": "5550",
    }
    return {
        "username": "okafor" if organisation == "RNG01" else "elsewhere",
        "sub": "a.okafor" if organisation == "RNG01" else "elsewhere",
        "acr": "AAL3_ANY",
        "amr": [],
        "token": token,
        "claims": {},
    }


@pytest.fixture(scope="module")
def ehr(region: Region) -> Iterator[Ehr]:
    ports = [free_port() for _ in range(3)]
    ours, issuer, own = (f"http://127.0.0.1:{port}" for port in ports)
    people = {one["case"]: one for one in region.demo["people"]}
    cases = {"p-1": "medicines-conflict", "p-2": "allergies-disagree"}
    made = Ehr(own, f"{ours}/launch", {k: patient(people[c], k) for k, c in cases.items()})
    us = client("shared-record", ours, "unused", redirect_uris=[f"{ours}/launch/back"])
    launches = {f"open-{one}": {"patient": one, "encounter": "E-9"} for one in made.patients}
    accounts = [account(made.fhir_url), account(made.fhir_url, "RXX99")]
    with (
        running_ehr(made, ports[2]),
        running_provider(config(ports[1], [us], accounts, launches=launches)),
    ):
        keys = urllib.request.urlopen(f"{issuer}/jwks").read()
        (region.folder / "ehr.jwks").write_bytes(keys)
        (region.folder / "ehr.secret").write_text(SECRET)
        block = launcher_block(
            id="northgate-ehr",
            name="Northgate’s newer system",
            kind="smart",
            organisation="RNG01",
            organisation_name="Northgate University Hospital",
            issuer=issuer,
            fhir_url=made.fhir_url,
            authorize_url=f"{issuer}/auth",
            token_url=f"{issuer}/token",
            client_id="shared-record",
            client_secret_file="ehr.secret",
            keys_file="ehr.jwks",
            frame_ancestors=[own],
            national=True,
            assurance=3,
            roles={"R8000": "doctor"},
        )
        with serving(region, "smart", ports[0], more=block):
            yield made


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    made = chromium.new_context(viewport={"width": 1440, "height": 900})
    yield made
    made.close()


def signed_in_there(context: BrowserContext, ehr: Ehr, username: str = "okafor") -> None:
    """The one sign-in of the day, at the record system's own provider, before anything of ours."""
    page = context.new_page()
    page.goto(ehr.address("open-p-1"))
    page.get_by_label("Name").fill(username)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(re.compile(r"/p/|/launch/back"))
    context.clear_cookies(name="carerecord")
    page.close()


def test_one_press_in_the_record_system_shows_the_record_in_its_frame(
    region, ehr, context, record_property
):
    signed_in_there(context, ehr)
    page = context.new_page()
    page.goto(ehr.url)
    began = time.perf_counter()
    page.get_by_role("link", name="Open p-2").click()
    record = page.frame_locator("iframe")
    expect(record.locator(".banner .person")).to_be_visible()
    record_property("seconds_from_press_to_banner", round(time.perf_counter() - began, 2))
    frame = page.frame(name="record")
    assert frame
    assert banner_number(frame.content()) == region.number_of("allergies-disagree")
    expect(record.locator(".bar")).to_contain_text("Dr A Okafor")


def test_the_patient_is_asked_for_with_the_access_token_and_by_nobody_elses_id(ehr, context):
    signed_in_there(context, ehr)
    path, authorization = ehr.asked[-1]
    assert path == "/R4/Patient/p-1"
    assert re.fullmatch(r"Bearer [\w-]{20,}", authorization)


def test_staff_of_another_organisation_open_nothing(ehr, context):
    """T35: the provider knows them; the launcher may not speak for where they work."""
    asked = len(ehr.asked)
    signed_in_there(context, ehr, "elsewhere")
    page = context.new_page()
    page.goto(ehr.address("open-p-1"))
    expect(page.locator("h1")).to_have_text("This record was not opened")
    assert len(ehr.asked) == asked, "the person was asked about for somebody who may not look"


def test_coming_back_works_once_and_in_the_same_browser_alone(ehr, context, chromium):
    signed_in_there(context, ehr)
    page = context.new_page()
    with page.expect_request(re.compile("/launch/back")) as back:
        page.goto(ehr.address("open-p-1"))
    expect(page.locator(".banner .person")).to_be_visible()
    page.goto(back.value.url)
    expect(page.locator("h1")).to_have_text("This record was not opened")
    stranger = chromium.new_context()
    there = stranger.new_page()
    there.goto(back.value.url)
    expect(there.locator("h1")).to_have_text("This record was not opened")
    stranger.close()


def test_an_issuer_nobody_registered_is_asked_nothing(ehr):
    asked = len(ehr.asked)
    caller = Caller(ehr.launch_url.removesuffix("/launch"))
    assert caller.get(f"/launch?iss={ehr.url}&launch=open-p-1").status == 403
    assert len(ehr.asked) == asked
