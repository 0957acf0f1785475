"""What every connector promises, and the one tree of ways a source can fail.

SourceError                     who must act
├── SourceTimeout               the source: it did not answer in time
├── SourceRefused               the source: nothing listens, or it refused the connection or us
├── SourceReset                 the source: the connection broke while it answered
├── SourceFault                 the source: it answered with an error status
├── SourceUnreadable            the source: what it sent is not what the protocol says (HTML, broken JSON, cut short)
├── SourceTooLarge              the source: more bytes, pages or compression than a record can need
├── PersonNotFound              nobody: the source does not know this person (a state, not a failure)
│   └── DocumentNotFound        nobody: the source does not hold this document any more
└── PersonWithheld              nobody: the source was asked not to share this person's record (a state)
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol, runtime_checkable

from carerecord.contract import (
    Failure,
    FailureKind,
    Item,
    Query,
    Receipt,
    Resource,
    SourceSettings,
)

if TYPE_CHECKING:
    from carerecord.connectors.http import Http


class SourceError(Exception):
    """The source could not answer."""

    kind: FailureKind = "fault"

    def __init__(self, words: str = "") -> None:
        super().__init__(words or (type(self).__doc__ or "").strip().rstrip("."))

    def failure(self) -> Failure:
        return Failure(self.kind, str(self))


class SourceTimeout(SourceError):
    """no answer in time."""

    kind: FailureKind = "timeout"


class SourceRefused(SourceError):
    """refused the connection."""

    kind: FailureKind = "refused"


class SourceReset(SourceError):
    """broke off while answering."""

    kind: FailureKind = "reset"


class SourceFault(SourceError):
    """answered with an error."""

    kind: FailureKind = "error"


class SourceUnreadable(SourceError):
    """sent something that is not a record."""

    kind: FailureKind = "unreadable"


class SourceTooLarge(SourceError):
    """sent more than a record can hold."""

    kind: FailureKind = "too-large"


class PersonNotFound(SourceError):
    """has no record available."""


class DocumentNotFound(PersonNotFound):
    """does not hold this document any more."""


class PersonWithheld(SourceError):
    """has been asked not to share."""


@dataclass(frozen=True, slots=True)
class Page:
    """One piece of an answer. A connector yields each as it arrives, so a later failure loses nothing."""

    items: tuple[Item, ...]  # Patient resources among them; nothing dropped
    unreadable: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    request_ids: tuple[str, ...] = ()
    incomplete: str = ""  # why, when the source itself shows that there is more than it sent
    as_at: datetime | None = None  # of a copy: when its source last sent anything
    overdue: str = ""  # of a copy whose source has been silent for too long: since when
    remarks: tuple[str, ...] = ()  # what is said beside it, and makes nothing of it less whole


class Source(Protocol):
    """One configured system at one organisation."""

    @property
    def settings(self) -> SourceSettings: ...

    def pages(self, query: Query, receipt: Receipt) -> AsyncGenerator[Page, None]:
        """Yield until complete. Raise a `SourceError`; anything else raised counts as our own fault."""
        ...

    async def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Pointer:
    """A document that was not sent with what was sent about it: the resource that points at it, and where to."""

    resource: Resource
    url: str
    content_type: str = ""  # as the resource says


@runtime_checkable
class HoldsDocuments(Protocol):
    """A source whose documents can be fetched one by one, when somebody opens them."""

    def why_not(self, query: Query, pointer: Pointer) -> str:
        """Why this document is not asked for; completes “{source}: …”, "" when it is. Asks nobody."""
        ...

    def document(
        self, query: Query, pointer: Pointer, receipt: Receipt
    ) -> AsyncGenerator[Page, None]:
        """As `pages`: one page holds a Binary whose id is the `fetched_id` of the pointer's url."""
        ...


@dataclass(frozen=True, slots=True)
class Replicated:
    """A source with a second address that holds the same; which of both is asked is for the fan-out."""

    first: Source
    replica: Source
    after_seconds: float  # how long the first has alone; 0: as 19 in 20 of its answers took

    @property
    def settings(self) -> SourceSettings:
        return self.first.settings

    def pages(self, query: Query, receipt: Receipt) -> AsyncGenerator[Page, None]:
        """Of the first alone."""
        return self.first.pages(query, receipt)

    async def close(self) -> None:
        await self.first.close()
        await self.replica.close()


def first_of(source: Source) -> Source:
    """The address whose documents are fetched: what points at them came from there, or from one that holds the same."""
    return source.first if isinstance(source, Replicated) else source


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """Something that brings somebody and a service together, or apart: an admission, a discharge, an appointment, a cancelling."""

    kind: Literal["LR-2", "LR-3", "LR-4", "LR-5"]  # of governance 3.3
    event: Literal["started", "ended", "cancelled"]
    occurrence: str  # the visit, the appointment or the referral, as its source names it
    at: datetime
    words: str = ""  # completes "You may see this record because: …"; for what starts
    team: str = ""  # as the organisation names it; empty: the whole organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document and the items that came in it: a newer version, or what replaces it, takes all of them away.

    Two different texts of it that were said at one moment are never both believed: somebody looks at the second.
    """

    own: Resource  # a DocumentReference, a Composition, or one item of which each message says all
    items: tuple[Resource, ...]
    replaces: tuple[tuple[str, str], ...] = ()  # type and id of the documents it stands in place of


@dataclass(frozen=True, slots=True, kw_only=True)
class Linking:
    """That two of the source's own numbers are one person's, `gone` leading where `stays` does; or that they are not after all."""

    step: Literal["joined", "undone"]
    gone: str
    stays: str
    because: str  # the kind of message
    said: datetime
    numbers: tuple[str, ...] = ()  # every NHS number it gives, as sent


@dataclass(frozen=True, slots=True, kw_only=True)
class Pushed:
    """What one message comes to that a source sent without being asked.

    An element of a resource that is None is known no longer; one that is not there stays as it was kept.
    """

    said: datetime  # when the source said so
    numbers: tuple[str, ...]  # every NHS number it gives the person, as sent
    birth_date: str  # YYYY-MM-DD; "" when not sent
    resources: tuple[Resource, ...] = ()
    amends: frozenset[tuple[str, str]] = frozenset()
    """Type and id of what it only says more of: it neither begins it, nor ends it, nor brings it back."""
    removed: tuple[tuple[str, str], ...] = ()  # type and id of what was called off
    happenings: tuple[Happening, ...] = ()
    documents: tuple[Document, ...] = ()  # each is kept as a whole, all of them or none
    linking: Linking | None = None  # `gone` must already be known to be this person's


@dataclass(frozen=True, slots=True)
class SetAside:
    """A message that cannot be filed to anybody, and may matter: somebody looks at it. `why` names nobody."""

    why: str
    was_refused: bool = (
        False  # its sender was told so, and has it still: it is kept while there is room
    )
    linking: Linking | None = None  # undone all the same, where nobody but the source joined them


Keep = Callable[[SourceSettings, Pushed | SetAside, bytes], Awaitable[str]]
"""Makes durable what a message comes to, or the message itself and then says why. Raises `NotKept`: send it again."""


class NotKept(Exception):
    """What was sent could not be kept here now."""


class Feed(Protocol):
    """What listens for one source that can only push."""

    def running(self) -> AbstractAsyncContextManager[None]: ...

    async def again(self, raw: bytes) -> str:
        """A message that was set aside, as if it came now: why it still cannot be filed, or ""."""
        ...


@dataclass(frozen=True, slots=True)
class PushConnector:
    """One protocol of sources that push. `open` raises `SettingsError`; the callable finds files beside the configuration."""

    protocol: str
    open: Callable[[SourceSettings, Keep, Callable[[str], Path]], Feed]


@dataclass(frozen=True, slots=True)
class Connector:
    """One protocol: how its sources are opened. `open` raises `SettingsError` for a wrong setting of its own."""

    protocol: str
    open: Callable[[SourceSettings, Http], Source]
