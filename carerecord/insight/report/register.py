"""The public register: which organisation shares which classes of information (PAT-8). No person is in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from carerecord.access.times import micros
from carerecord.contract import SourceSettings
from carerecord.onboarding import Onboarding
from carerecord.onboarding.arrangements import in_force
from carerecord.onboarding.contract import EVERYTHING, Agreement, Organisation
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
        return shared(
            self.sources,
            await self.onboarding.organisations.all(),
            await self.onboarding.agreements.all(),
            await self.onboarding.switches.all(),
            micros(self.now()),
        )


def shared(
    sources: Sequence[SourceSettings],
    organisations: Mapping[str, Organisation],
    agreements: Sequence[Agreement],
    switches: Mapping[str, Switches],
    at: int,
) -> list[Shared]:
    """In the order of the configuration; as the rules share it, so that nothing is promised that is not done."""
    names = {code: one.name for code, one in organisations.items()}
    now = [one for one in agreements if in_force(one, at)]
    return [
        Shared(
            source=one.name,
            organisation=names.get(one.organisation, one.organisation),
            sections=_sections(one, now, switches.get(one.id, {}))
            if _takes_part(organisations.get(one.organisation))
            else (),
            receivers=_receivers(one, now, names),
        )
        for one in sources
    ]


def _takes_part(organisation: Organisation | None) -> bool:
    """Once it passed its gates, until it closes (ORG-6)."""
    return organisation is not None and organisation.been_live and organisation.state != "closed"


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
