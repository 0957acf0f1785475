"""The orders in one message: each OBR with the ORC before it and all that follows it. Pure (HL7 2.5.1, 7.3.1)."""

from __future__ import annotations

from dataclasses import dataclass, field

from carerecord.connectors.hl7v2 import coded
from carerecord.connectors.hl7v2.message import Message, Segment
from carerecord.contract import Resource

_INSIDE = ("OBX", "NTE", "SPM")


@dataclass(slots=True)
class Group:
    """One OBR with all that belongs to it; an OBX before the first stands in a group without."""

    orc: Segment | None = None
    obr: Segment | None = None
    inside: list[Segment] = field(default_factory=list)  # in their order

    def number(self, place: int) -> str:
        """Of the placer (2) or the filler (3), as OBR gives it, else ORC."""
        found = self.identifier(place)
        return str(found.get("value", ""))

    def identifier(self, place: int) -> Resource:
        sent = [one for one in (self.obr, self.orc) if one and one.text(place)]
        return coded.identifier(sent[0], place) if sent else {}

    @property
    def comments(self) -> list[str]:
        """What stands before the first OBX is said of the whole."""
        found: list[str] = []
        for one in self.inside:
            if one.name == "OBX":
                break
            if one.name == "NTE":
                found.append(one.lines(3))
        return found


def groups(message: Message) -> list[Group]:
    found = [Group()]
    for one in message.segments:
        if one.name == "ORC":
            found.append(Group(orc=one))
        elif one.name == "OBR" and found[-1].orc and not found[-1].obr:
            found[-1].obr = one
        elif one.name == "OBR":
            found.append(Group(obr=one))
        elif one.name in _INSIDE:
            found[-1].inside.append(one)
    return [one for one in found if one.obr or any(each.name == "OBX" for each in one.inside)]
