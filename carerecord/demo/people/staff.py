"""Twenty-five members of staff, of every role of the role and class matrix."""

from __future__ import annotations

import zlib

from carerecord.demo.people.contract import InventedStaff
from carerecord.demo.sources import BY_ID

_NORTHGATE, _COLUMBAS, _RIVERSIDE, _HIGHFIELD, _LOWLAND, _COMMUNITY, _AMBULANCE, _COUNCIL = (
    (BY_ID[source].organisation, BY_ID[source].name)
    for source in (
        "northgate-acute", "st-columbas-acute", "riverside-gp", "highfield-gp",
        "lowland-mental-health", "eastfield-community", "capital-ambulance", "eastfield-council",
    )
)  # fmt: skip
_WILLOW = ("VNW01", "Willow Court Care Home")
_PHARMACY = ("FEP01", "Eastfield Pharmacy")


def _row(
    username: str, name: str, role: str, role_name: str, place: tuple[str, str], *teams: str
) -> InventedStaff:
    return InventedStaff(
        username,
        name,
        role,
        role_name,
        *place,
        teams,
        supervisor="a.okafor" if role == "student" else "",
        registration=_registration(username, role),
    )


_REGISTERS = {
    "doctor": "gmc_id",
    "nurse": "nmc_id",
    "paramedic": "hcpc_id",
    "pharmacist": "gphc_id",
    "social-worker": "swe_id",
    "care-home-nurse": "nmc_id",
}


def _registration(username: str, role: str) -> str:
    """An invented number on the register of the profession; managers, clerks and students have none."""
    register = _REGISTERS.get(role)
    return f"{register}|{9_000_000 + zlib.crc32(username.encode()) % 1_000_000}" if register else ""


STAFF = (
    _row("a.okafor", "Dr A Okafor", "doctor", "Emergency doctor", _NORTHGATE, "emergency"),
    _row("s.amin", "Dr S Amin", "doctor", "Ward doctor", _NORTHGATE, "ward-4"),
    _row("h.lindqvist", "Dr H Lindqvist", "doctor", "Cardiology consultant", _COLUMBAS, "cardiology"),
    _row("p.ellery", "Dr P Ellery", "doctor", "GP", _RIVERSIDE, "practice"),
    _row("m.szymanska", "Dr M Szymanska", "doctor", "GP", _HIGHFIELD, "practice"),
    _row("t.baptiste", "Dr T Baptiste", "doctor", "Psychiatrist", _LOWLAND, "crisis"),
    _row("j.mwangi", "J Mwangi", "nurse", "Emergency nurse", _NORTHGATE, "emergency"),
    _row("c.whitlow", "C Whitlow", "nurse", "Practice nurse", _RIVERSIDE, "practice"),
    _row("l.fontaine", "L Fontaine", "nurse", "District nurse", _COMMUNITY, "team-b"),
    _row("d.hargreave", "D Hargreave", "nurse", "Mental health nurse", _LOWLAND, "crisis"),
    _row("e.tanaka", "E Tanaka", "nurse", "Midwife", _NORTHGATE, "maternity"),
    _row("r.boyd", "R Boyd", "paramedic", "Paramedic", _AMBULANCE, "vehicle-214"),
    _row("k.solberg", "K Solberg", "paramedic", "Paramedic", _AMBULANCE, "vehicle-307"),
    _row("f.rahmani", "F Rahmani", "pharmacist", "Hospital pharmacist", _NORTHGATE, "pharmacy"),
    _row("g.osullivan", "G O’Sullivan", "pharmacist", "Community pharmacist", _PHARMACY, "pharmacy"),
    _row("t.adeyemi", "T Adeyemi", "social-worker", "Social worker", _COUNCIL, "adults"),
    _row("b.novak", "B Novak", "social-worker", "Children’s social worker", _COUNCIL, "children"),
    _row("n.castellano", "N Castellano", "care-home-nurse", "Care home nurse", _WILLOW, "nursing"),
    _row("y.abara", "Y Abara", "care-home-nurse", "Care home night nurse", _WILLOW, "nursing"),
    _row("v.trentham", "V Trentham", "care-home-manager", "Care home manager", _WILLOW, "management"),
    _row("o.delacroix", "O Delacroix", "receptionist", "Receptionist", _RIVERSIDE, "practice"),
    _row("w.prentice", "W Prentice", "receptionist", "Ward clerk", _NORTHGATE, "ward-4"),
    _row("i.moreau", "I Moreau", "student", "Medical student", _NORTHGATE, "emergency"),
    _row("q.fairbairn", "Q Fairbairn", "privacy-officer", "Privacy officer", _NORTHGATE, "governance"),
    _row("z.halloway", "Z Halloway", "privacy-officer", "Privacy officer", _COUNCIL, "governance"),
)  # fmt: skip
