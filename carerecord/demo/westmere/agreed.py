"""What the two invented regions agreed, as both write it down; and the certificates they know each other by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from carerecord.authority import Authority
from carerecord.config import Neighbours, Settings
from carerecord.demo.configuration import toml
from carerecord.demo.folder import write_atomically
from carerecord.demo.onboarded import Place
from carerecord.demo.people import InventedStaff
from carerecord.demo.ports import LOOPBACK
from carerecord.regions import card_of
from carerecord.sections import BY_NAME

EVIDENCE = tuple(f"LR-{number}" for number in range(1, 14))
_KEY, _CERTIFICATE, _AUTHORITY = "neighbours-signing.pem", "neighbours.pem", "neighbours-ca.pem"

_OWN = """
[neighbours]
issuer = {issuer}
listen = {listen}
key_file = {key}
certificate_file = {certificate}
ca_file = {authority}
"""

_OTHER = """
[[neighbour]]
id = {id}
name = {name}
organisation = {code}
issuer = {issuer}
until = 2099-12-31
keys_file = {keys}
fingerprints = {fingerprints}
purposes = ["TREAT", "ETREAT", "BTG"]
evidence = {evidence}
sections = ["*"]
[neighbour.organisations]
{organisations}
[neighbour.roles]
{roles}

[[source]]
id = {id}
name = {name}
short = {name}
kind = "neighbour"
protocol = "neighbour"
organisation = {code}
sections = {sections}
[source.options]
url = {url}
neighbour = {id}
"""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two regions, as the other has to know it."""

    place: Place  # what it is called as an organisation
    folder: Path
    port: int  # where neighbours ask it
    staff: tuple[InventedStaff, ...]

    @property
    def id(self) -> str:
        return self.place.name.lower()

    @property
    def issuer(self) -> str:
        return f"https://record.{self.id}.example"


def make_certificates(sides: Iterable[Side]) -> None:
    """Once: at every later start they are there."""
    sides = tuple(sides)
    if all((side.folder / _CERTIFICATE).exists() for side in sides):
        return
    home = sides[0].folder
    authority = Authority.made(home, "Authority of the invented regions")
    for side in sides:
        made = authority.issue(side.id)
        write_atomically(side.folder / _AUTHORITY, (home / "ca.pem").read_bytes())
        write_atomically(side.folder / _CERTIFICATE, made.read_bytes())
        (side.folder / _CERTIFICATE).chmod(0o600)
        made.unlink()
    (home / "ca.pem").unlink()


def block(own: Side, other: Side) -> str:
    """What `own` has in its configuration about itself and the other."""
    ours = {
        "issuer": own.issuer,
        "listen": f"{LOOPBACK}:{own.port}",
        "key": _KEY,
        "certificate": _CERTIFICATE,
        "authority": _AUTHORITY,
    }
    card = card_of(Settings(folder=other.folder, neighbours=_files(other)))
    keys = f"{other.id}.jwks"
    write_atomically(own.folder / keys, msgspec.json.encode(card.keys))
    theirs = {
        "id": other.id,
        "name": other.place.name,
        "code": other.place.code,
        "issuer": other.issuer,
        "keys": keys,
        "fingerprints": [card.fingerprint],
        "evidence": EVIDENCE,
        "sections": tuple(BY_NAME),
        "url": f"https://{LOOPBACK}:{other.port}",
    }
    tables = {
        "organisations": _table({one.organisation: one.organisation_name for one in other.staff}),
        "roles": _table({one.role: one.role for one in (*own.staff, *other.staff)}),
    }
    return _written(_OWN, ours) + _written(_OTHER, theirs, **tables)


def _files(side: Side) -> Neighbours:
    return Neighbours(side.issuer, key_file=_KEY, certificate_file=_CERTIFICATE, ca_file=_AUTHORITY)


def _written(template: str, values: Mapping[str, object], **ready: str) -> str:
    return template.format(**{name: toml(value) for name, value in values.items()}, **ready)


def _table(values: Mapping[str, str]) -> str:
    return "\n".join(f"{toml(name)} = {toml(value)}" for name, value in values.items())
