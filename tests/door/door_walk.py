"""Everything one member of staff can get about one person: every address of the router, filled with every id."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime
from html import unescape
from urllib.parse import quote

import httpx
from door_people import MARKED, SOURCES
from door_routes import NOT_A_FORM, Address, addresses, forms
from door_seen import MARK, SNOMED
from door_site import Site
from door_words import holdings

from carerecord.contract import Item, Person
from carerecord.fhir import NHS_NUMBER, encode_resource
from carerecord.merge.contract import Entry
from carerecord.web.formats import LONDON

HANDLE = re.compile(r"/p/([A-Za-z0-9_-]{16,})")


@dataclass(frozen=True)
class Got:
    """One answer, under the address it came from with the handle of the session taken out."""

    address: str
    status: int
    headers: httpx.Headers
    body: bytes

    @property
    def every_byte(self) -> bytes:
        said = "\n".join(f"{name}: {value}" for name, value in self.headers.items())
        return said.encode() + b"\n\n" + self.body


@dataclass
class Walk:
    """What came of walking: in the order it was asked, and what was learnt on the way."""

    site: Site
    username: str
    person: Person
    browser: httpx.Client
    v: str = ""
    days: set[date] = field(default_factory=set)
    """On which it was begun and ended, in London: what is shown of today differs between days."""
    got: dict[str, Got] = field(default_factory=dict)

    def get(self, path: str) -> Got:
        return self._keep(path, self.browser.get(path))

    def post(self, path: str, form: Mapping[str, str]) -> Got:
        named = ",".join(f"{k}={v}" for k, v in form.items() if k != "nhs_number")
        return self._keep(f"POST {path} {named}", self.browser.post(path, data=dict(form)))

    def find(self) -> bool:
        """As staff do; False where this role finds nobody."""
        found = self.browser.post("/find", data={"nhs_number": self.person.nhs_number})
        listed = found.text.split("Your people today")[0]
        self._keep("POST /find", found)
        if match := HANDLE.search(listed):
            self.v = match.group(1)
        return bool(self.v)

    def links(self) -> None:
        """Every page of the record that its pages lead to."""
        waiting, seen = [f"/p/{self.v}"], set[str]()
        while waiting:
            path = unescape(waiting.pop(0))
            if path in seen or "/hidden?" in path:  # one page out of sight is like another
                continue
            seen.add(path)
            got = self.get(path)
            waiting += re.findall(rf'href="(/p/{self.v}[^"#]*)"', got.body.decode())
            waiting += [got.headers["location"]] if "location" in got.headers else []

    def program(self) -> None:
        """The same by the API."""
        with closing(self.site.program(self.username)) as program:
            number = quote(f"{NHS_NUMBER}|{self.person.nhs_number}")
            for path in (
                f"/fhir/R4/Patient?identifier={number}",
                f"/fhir/R4/Patient/{self.person.id}/$everything",
                f"/fhir/R4/Patient/{self.person.id}/$everything?_type=Condition&_count=1",
            ):
                self._keep(path, program.get(path))
            reply = program.post(
                "/fhir/R4/Patient/_search", data={"identifier": self.person.nhs_number}
            )
            self._keep("POST /fhir/R4/Patient/_search", reply)

    def routes(self, ids: Mapping[str, Sequence[str]], leave: Iterable[str] = ()) -> None:
        """Every route of the router with these ids; `leave`: those that would end the session."""
        known = {"v": [self.v], **ids}
        for address in addresses(self.site.settings):
            if str(address) in {*leave, *NOT_A_FORM}:
                continue
            for path in address.filled(known):
                self._ask(address, path)

    def _ask(self, address: Address, path: str) -> None:
        if address.method == "GET":
            if self._named(path) not in self.got:
                self.get(path)
            return
        for form in forms(address, self.person.nhs_number):
            self.post(path, form)

    def _named(self, path: str) -> str:
        named = path.replace(self.v, "{v}") if self.v else path
        return named.replace(self.person.id, "{id}").replace(self.person.nhs_number, "{number}")

    def _keep(self, path: str, reply: httpx.Response) -> Got:
        named = self._named(path)
        got = Got(named, reply.status_code, reply.headers, reply.content)
        self.got[named] = got
        return got


ENDS_THE_SESSION = ("POST /sign-out", "POST /sign-in", "POST /role", "POST /locked", "GET /locked")


def walked(site: Site, username: str, person: Person, *, ids: Mapping[str, Sequence[str]]) -> Walk:
    """The whole of it. What ends the session comes last, so that it hides nothing of the rest."""
    with closing(site.browser(username)) as browser:
        walk = Walk(site, username, person, browser, days={today()})
        if walk.find():
            walk.links()
            walk.program()
            walk.routes(ids, leave=ENDS_THE_SESSION)
        walk.days.add(today())
        return walk


def today() -> date:
    """As the pages write it."""
    return datetime.now(LONDON).date()


NO_SUCH: Mapping[str, Sequence[str]] = {
    "entry_id": ["0" * 24],
    "entry": ["0" * 24],
    "state": ["11"],
    "page": ["medicines"],
    "view": ["0" * 24],
    "request": ["0" * 24],
    "letter": ["letter.pdf"],
    "test": ["x"],
    "table": ["organisations"],
    "source": ["northgate-acute"],
    "case": ["999999"],
    "key": ["0" * 16],
    "id": ["nobody"],
    "name": ["x.css"],
    "provider": ["nobody-there"],
    "invitation": ["n" * 43],
    "log": ["1999-01"],
    "level": ["0"],
    "path": ["000"],
}
"""For each kind of parameter an id of its form that nothing has. A new kind is named here."""


def guessed_ids() -> dict[str, Sequence[str]]:
    """Ids that an address can take: those of the items withheld from the marked person, and nonsense."""
    held = holdings()
    withheld = [
        Item(source, one, encode_resource(one))
        for source in SOURCES
        for one in held[source][MARKED.nhs_number][1:]
        if MARK in one["id"] or one["id"] == "objected-item"
    ]
    entries = [Entry("", item).id for item in withheld]
    own = [item.resource["id"] for item in withheld]
    return {
        **NO_SUCH,
        "entry_id": [*entries[:: len(entries) // 4], *own[:1], "0" * 24],
        "test": ["QZXLAWObservationXZQ", quote(f"{SNOMED}|52637005", safe="")],
        "name": ["record.css", "nothing.css"],
        "provider": ["nobody-there", "unknown"],
    }
