"""The public register: which organisation shares which classes of information (PAT-8). No person is in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from carerecord.access.times import micros
from carerecord.contract import SourceSettings
from carerecord.onboarding import Onboarding
from carerecord.onboarding.arrangements import in_force
from carerecord.onboarding.contract import EVERYTHING, Agreement
from carerecord.sections import SECTIONS

Switches = Mapping[tuple[str, str], bool]


@dataclass(frozen=True, slots=True)
class Shared:
    """One source: what it shares, in the words of the sections, and with how many organisations."""

    source: str
    organisation: str  # its name, or its code
    sections: tuple[str, ...]
    receivers: tuple[
        str, ...
    ]  # names of organisations that an agreement in force lets see some of it


@dataclass(frozen=True, slots=True)
class Register:
    onboarding: Onboarding
    sources: Sequence[SourceSettings]
    now: Callable[[], datetime]

    async def all(self) -> list[Shared]:
        """In the order of the configuration; what is turned off for everyone is not shared."""
        at = micros(self.now())
        organisations = await self.onboarding.organisations.all()
        names = {code: one.name for code, one in organisations.items()}
        agreements = [one for one in await self.onboarding.agreements.all() if in_force(one, at)]
        switches = await self.onboarding.switches.all()
        return [
            Shared(
                source=one.name,
                organisation=names.get(one.organisation, one.organisation),
                sections=_sections(one, agreements, switches.get(one.id, {})),
                receivers=_receivers(one, agreements, names),
            )
            for one in self.sources
        ]


def _sections(
    source: SourceSettings, agreements: Sequence[Agreement], switches: Switches
) -> tuple[str, ...]:
    """Configured, agreed to by anybody, and turned on for everyone or for somebody."""
    agreed = {
        section
        for one in agreements
        for party in one.parties
        if party.organisation == source.organisation
        for section in party.sections_out
    }
    return tuple(
        section.title
        for section in SECTIONS
        if section.name in source.sections
        and (EVERYTHING in agreed or section.name in agreed)
        and _on(switches, section.name)
    )


def _on(switches: Switches, section: str) -> bool:
    """Off for everyone wins; otherwise it was turned on, be it for one organisation."""
    said = {key: on for key, on in switches.items() if key[0] in (EVERYTHING, section)}
    off = any(not on for (_, whom), on in said.items() if whom == EVERYTHING)
    return any(said.values()) and not off


def _receivers(
    source: SourceSettings, agreements: Sequence[Agreement], names: Mapping[str, str]
) -> tuple[str, ...]:
    codes = {
        party.organisation
        for one in agreements
        if any(p.organisation == source.organisation and p.sections_out for p in one.parties)
        for party in one.parties
        if party.sections_in
    }
    return tuple(sorted(names.get(code, code) for code in codes))
