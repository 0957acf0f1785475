"""A tiny record system of the invented hospital, from which the shared record is opened in one action.

Its pages are its own: a list of people, and for each a button for a frame beside the list and one for
a new window. Pressing one makes a signed launch token and sends it as a form.
"""

from __future__ import annotations

import json
import os
import secrets
import signal
import socket
import time
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NoReturn
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from carerecord.contract import Person
from carerecord.demo.contents import EMERGENCY_DOCTOR, Contents
from carerecord.demo.folder import write_atomically
from carerecord.demo.lifeline import end_with_parent
from carerecord.demo.people import InventedStaff
from carerecord.demo.ports import LOOPBACK, free_port, listen, port_of

ID = "northgate-epr"
ORGANISATION = "RNG01"
_LASTS_SECONDS = 120
_LISTED = 12
_KEY_FILE, _KEYS_FILE = "northgate-epr.pem", "northgate-epr.jwks"

_BLOCK = """
[[launcher]]
id = {id}
name = "Northgate’s record system"
kind = "token"
organisation = {organisation}
organisation_name = {organisation_name}
issuer = {url}
keys_file = {keys_file}
frame_ancestors = [{url}]
national = true

[launcher.roles]
{roles}
"""

_STYLE = """\
body { font: 16px/1.4 sans-serif; margin: 1rem; } table { border-collapse: collapse; }
td, th { border: 1px solid #aaa; padding: .25rem .5rem; text-align: left; }
iframe { width: 100%; height: 70vh; margin-top: 1rem; }"""


@dataclass(frozen=True, slots=True)
class RecordSystem:
    """Where it is, and the process it runs in."""

    pid: int
    url: str

    @property
    def described(self) -> dict[str, str]:
        return {"id": ID, "kind": "token", "url": self.url}


@dataclass(frozen=True, slots=True)
class Ward:
    """What the record system knows: who works there, who their people are, and where the shared record is."""

    url: str
    shared_record: str
    people: Sequence[Person]
    staff: Mapping[str, InventedStaff]
    key: RSAKey

    def token(self, person: Person, member: InventedStaff) -> str:
        """Five minutes at most and used once: made when the button is pressed."""
        now = int(time.time())
        claims = {
            "iss": self.url,
            "sub": member.username,
            "aud": self.shared_record,
            "iat": now,
            "exp": now + _LASTS_SECONDS,
            "jti": secrets.token_urlsafe(16),
            "name": member.name,
            "role": {
                "id": f"{ID}/{member.username}",
                "code": member.role,
                "name": member.role_name,
                "teams": list(member.teams),
            },
            "nhs_number": person.nhs_number,
            "birth_date": person.birth_date,
            "encounter": f"E-{person.id}",
        }
        header = {"alg": "RS256", "kid": self.key.thumbprint()}
        return jwt.encode(header, claims, self.key, algorithms=["RS256"])

    def list_page(self, username: str) -> str:
        rows = "".join(
            f"<tr><td>{escape(person.family.upper())}, {escape(person.given)}</td>"
            f"<td>{escape(person.birth_date)}</td><td>{_button(number, username, 'record', 'Open here')}"
            f"{_button(number, username, '_blank', 'Open in a window')}</td></tr>"
            for number, person in enumerate(self.people)
        )
        others = " ".join(
            f'<a href="/?as={escape(one.username)}">{escape(one.name)}</a>'
            for one in self.staff.values()
        )
        table = f"<table><caption>Open the shared record</caption>{rows}</table>"
        frame = '<iframe name="record" title="Shared care record"></iframe>'
        name = escape(self.staff[username].name)
        return _page(
            f"<h1>Northgate’s record system</h1><p>{name}</p>{table}{frame}<p>{others}</p>"
        )

    def way_on(self, person: Person, member: InventedStaff) -> str:
        """A form that sends itself: the token is in no address."""
        return _page(
            f'<form method="post" action="{escape(self.shared_record)}/launch">'
            f'<input type="hidden" name="token" value="{self.token(person, member)}">'
            "<button>Open the shared record</button></form>"
            "<script>document.forms[0].submit()</script>"
        )


def listening(port: int) -> socket.socket:
    """On the port it had, if nobody took it since."""
    return listen(LOOPBACK, free_port(port))


def start_record_system(
    bound: socket.socket, contents: Contents, shared_record: str, folder: Path, log: Path
) -> RecordSystem:
    """Forked, as the sources are. Its key pair is made at the first start and stays in `folder`."""
    url = f"http://{LOOPBACK}:{port_of(bound)}"
    staff = {
        one.username: one
        for one in sorted(contents.staff, key=lambda one: one.username != EMERGENCY_DOCTOR)
        if one.organisation == ORGANISATION
    }
    ward = Ward(url, shared_record, _listed(contents), staff, _key(folder))
    parent = os.getpid()
    if (pid := os.fork()) == 0:
        _be(ward, bound, log, parent)
    bound.close()
    return RecordSystem(pid, url)


def block(url: str, contents: Contents) -> str:
    """Its `[[launcher]]` block: its role codes are the rows of the matrix themselves."""
    mine = [one for one in contents.staff if one.organisation == ORGANISATION]
    roles = sorted({one.role for one in mine})
    values = {
        "id": ID,
        "organisation": ORGANISATION,
        "organisation_name": mine[0].organisation_name,
        "url": url,
        "keys_file": _KEYS_FILE,
    }
    quoted = {name: json.dumps(value, ensure_ascii=False) for name, value in values.items()}
    return _BLOCK.format(**quoted, roles="\n".join(f'{one} = "{one}"' for one in roles))


def _listed(contents: Contents) -> list[Person]:
    """Those with a story worth seeing first; only people whose birth date is known to the day."""
    known = [one for one in contents.people if len(one.birth_date) == 10]
    known.sort(key=lambda one: one.nhs_number not in contents.cases)
    return known[:_LISTED]


def _key(folder: Path) -> RSAKey:
    file = folder / _KEY_FILE
    if not file.exists():
        made = RSAKey.generate_key(2048, private=True)
        write_atomically(file, made.as_pem(private=True))
        file.chmod(0o600)
    key = RSAKey.import_key(file.read_bytes(), {"use": "sig"})
    key.ensure_kid()
    public = KeySet([key]).as_dict(private=False)
    write_atomically(folder / _KEYS_FILE, json.dumps(public).encode())
    return key


def _be(ward: Ward, bound: socket.socket, log: Path, parent: int) -> NoReturn:
    """The child: serve until killed, and never return into what the parent was doing."""
    try:
        end_with_parent(signal.SIGKILL, parent)
        for number in (signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)  # Ctrl-C is for the demo, which stops us
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        for stream in (1, 2):
            os.dup2(handle, stream)
        _serve(ward, bound)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(1)


def _serve(ward: Ward, bound: socket.socket) -> None:
    class Pages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            address = urlsplit(self.path)
            asked = {name: values[-1] for name, values in parse_qs(address.query).items()}
            member = ward.staff.get(asked.get("as", ""), next(iter(ward.staff.values())))
            if address.path == "/open" and asked.get("person", "").isdecimal():
                number = int(asked["person"]) % len(ward.people)
                self._send(ward.way_on(ward.people[number], member))
            else:
                self._send(ward.list_page(member.username))

        def _send(self, page: str) -> None:
            body = page.encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: an address here says who is looked at."""

    server = ThreadingHTTPServer(("", 0), Pages, bind_and_activate=False)
    server.socket.close()
    server.socket = bound
    server.serve_forever()


def _button(number: int, username: str, target: str, words: str) -> str:
    return (
        f'<form action="/open" target="{target}"><input type="hidden" name="as" value="{escape(username)}">'
        f'<button name="person" value="{number}">{words}</button></form>'
    )


def _page(body: str) -> str:
    return (
        '<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>Record system</title>'
        f'<link rel="icon" href="data:,"><style>{_STYLE}</style></head><body>{body}</body></html>'
    )
