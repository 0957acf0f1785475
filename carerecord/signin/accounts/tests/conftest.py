"""A region with accounts, a clock to turn, and a diary that is read back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from carerecord.config import Accounts as AccountSettings
from carerecord.config import Server, Settings
from carerecord.contract import Viewer
from carerecord.signin import Sessions, Staff
from carerecord.signin.accounts import Accounts, NewAccount, Passkeys, party_of
from carerecord.signin.accounts.tests.device import Device
from carerecord.signin.contract import OfferedRole
from carerecord.store import Database

NURSE = OfferedRole("1", "care-home-nurse", "Nurse", "VLX01", "Rosewood House")
MANAGER = OfferedRole("2", "care-home-manager", "Manager", "VLX01", "Rosewood House")
DOCTOR = OfferedRole("3", "doctor", "Doctor", "RNG01", "Northgate University Hospital")
BY = "Priya Shah"


class DiaryFull(Exception):
    pass


@dataclass
class Diary:
    """The audit log, as accounts see it."""

    entries: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    full: bool = False

    async def append(self, kind: str, viewer: Viewer | None, *, body: Mapping[str, Any]) -> None:
        if self.full:
            raise DiaryFull
        self.entries.append((kind, dict(body)))

    @property
    def kinds(self) -> list[str]:
        return [kind for kind, _ in self.entries]


@dataclass
class Home:
    """A care home's accounts."""

    db: Database
    settings: Settings = field(
        default_factory=lambda: Settings(
            server=Server(url="https://record.example"), accounts=AccountSettings(enabled=True)
        )
    )
    diary: Diary = field(default_factory=Diary)
    at: datetime = datetime(2026, 11, 21, 10, 2, tzinfo=UTC)

    def __post_init__(self) -> None:
        self.staff = Staff(self.db, now=self.now)
        self.sessions = Sessions(self.db, self.settings, now=self.now)
        self.accounts = Accounts(
            self.db, self.settings, self.staff, self.sessions, self.diary, now=self.now
        )
        self.passkeys = Passkeys(
            self.db, party_of(self.settings), self.staff, self.diary, now=self.now
        )

    def now(self) -> datetime:
        return self.at

    def later(self, **by: float) -> None:
        self.at += timedelta(**by)

    async def add(self, username: str = "a.jones", name: str = "Ann Jones", **more: Any) -> None:
        new = NewAccount(**{"username": username, "name": name, "roles": (NURSE,), **more})
        await self.accounts.add(new, BY)

    async def opened(self, username: str = "a.jones") -> str:
        """A browser in which a new invitation was opened."""
        invitation = await self.accounts.invite(username, BY)
        browser = await self.passkeys.openings.invited(invitation.url.rsplit("/", 1)[1])
        assert browser
        return browser

    async def enrolled(self, username: str = "a.jones") -> Device:
        """A device with a passkey of this account."""
        device, browser = Device(), await self.opened(username)
        making = await self.passkeys.to_make(browser)
        assert making
        await self.passkeys.make(browser, device.make(making.options), "my phone")
        return device


@pytest.fixture
def home(db: Database) -> Home:
    return Home(db)
