"""Every setting: name, type, default, one sentence."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

from carerecord.config.of_pages import AmbulanceView, Printing, Summary
from carerecord.contract import SourceSettings


class SettingsError(Exception):
    """A setting is wrong or missing; the message says which, where, and what would be right."""


@dataclass(frozen=True, slots=True)
class Region:
    name: str = "Shared care record"  # the product name shown in the application bar
    demo: bool = (
        False  # an invented region: staff picker and training stripe; refused with real data
    )
    invented_people_only: bool = (
        False  # must be true where demo is true: no real person may be in the store
    )
    help_desk: str = ""  # phone number shown on error pages
    problem_url: str = ""  # “Report a problem” in the application bar: an https or mailto address
    key_file: str = "region.key"  # the region's own secret, made at the first start
    languages: tuple[str, ...] = ("en",)  # that pages speak, as the browser prefers
    engineers: tuple[str, ...] = ()  # ids of staff who connect sources and watch them: `/sources`
    training_url: str = ""  # where staff do their training: a link beside a refusal for want of it
    startup_notice: str = (
        ""  # shown at sign-in instead of our own words about authorised use (AUT-5)
    )


@dataclass(frozen=True, slots=True)
class Store:
    url: str = "region.db"  # a file beside the configuration, or postgresql://…


@dataclass(frozen=True, slots=True)
class Server:
    host: str = "127.0.0.1"  # where to listen
    port: int = 8000
    workers: int = 1  # processes
    https: bool = True  # pages are reached over TLS: the session cookie is __Host- and Secure
    url: str = ""  # the address people reach it by, "https://record.example"; empty = host and port
    proxies: tuple[str, ...] = ()
    """Addresses or networks of the proxies in front: who asks is read from what they forward."""


@dataclass(frozen=True, slots=True)
class Fanout:
    within_seconds: float = 8.0  # a source stops being waited for (3 to 15; ux 8)
    most_bytes: int = 32 * 1024 * 1024  # of one source's answer, decompressed
    most_pages: int = 60  # followed before the answer is called partial
    most_ratio: int = 100  # decompressed to compressed
    breaker_failures: int = 5  # in a row before a source is paused
    breaker_seconds: float = 10.0  # paused for, then one probe
    shell_seconds: float = 0.1  # the head of a page that still waits goes out; not before it is drawn where that is sooner
    draw_seconds: float = 1.2  # a page is drawn with what has answered; 0 = when all have
    reuse_minutes: int = (
        5  # pages of one session show again what was fetched; 0 = ask for each page
    )
    ask_again_days: int = 30  # one that is asked when known is asked again after


@dataclass(frozen=True, slots=True)
class Sessions:
    idle_minutes: int = 10  # then it locks: all data hidden until the same person signs in again
    warn_seconds: int = 60  # before that
    locked_minutes: int = 60  # a locked session ends
    hours: int = 12  # the longest session
    check_minutes: int = (
        15  # an identity provider is asked anew, this often at most, what its people may do
    )
    unchecked_minutes: int = 60  # where it cannot be asked, a session locks after this long


@dataclass(frozen=True, slots=True)
class SignIn:
    """How often anybody may ask before they are signed in, at one process; more is told to wait."""

    each_per_minute: int = 600  # of one address; a refused try counts as ten
    all_per_minute: int = 6000  # of all addresses together


@dataclass(frozen=True, slots=True)
class Access:
    policies: str = ""  # a folder of rules beside the configuration; empty = those of this package
    kinds: str = ""  # a file of windows for each kind of evidence; empty = that of this package
    assurance: int = 2  # the lowest authenticator assurance level that opens a record (AUT-1)


@dataclass(frozen=True, slots=True)
class Provider:
    """One identity provider, OpenID Connect (`[[provider]]`)."""

    id: str  # in addresses and in the audit log
    name: str  # on the button
    for_whom: str  # under it: who signs in there
    issuer: str  # exactly as its tokens say it
    client_id: str
    client_secret_file: str = ""  # beside the configuration; or
    client_key_file: str = ""  # a private key (PEM), for private_key_jwt
    scopes: str = "openid profile nationalrbacaccess associatedorgs nhsperson"
    algorithms: tuple[str, ...] = ("RS256",)  # its id tokens may be signed with
    assurance: dict[str, int] = field(default_factory=dict)
    """Values of `acr` and the assurance level of each, where the token does not carry the level itself."""
    roles: dict[str, str] = field(default_factory=dict)
    """Role codes as it sends them → rows of the role and class matrix. A code that is not here is no role."""
    shared_accounts: tuple[str, ...] = ()
    """E-mail addresses of shared accounts, `*` for any letters: refused beside the usual ones (AUT-10)."""
    national: bool = (
        False  # its subject is the national staff id, which other sources of facts use too
    )


@dataclass(frozen=True, slots=True)
class Launcher:
    """One system staff launch this one from (`[[launcher]]`)."""

    id: str
    name: str  # "Northgate's record system"
    kind: Literal["smart", "token"]  # SMART App Launch 2.2, or a signed launch token
    organisation: str  # ODS code: the only one its people may be launched for
    organisation_name: str
    issuer: str  # `iss`, exactly
    keys_file: str = ""  # its public keys as a JWK Set, beside the configuration; never fetched
    algorithms: tuple[str, ...] = ("RS256",)
    frame_ancestors: tuple[str, ...] = ()  # exact origins that may hold our pages in a frame
    roles: dict[str, str] = field(default_factory=dict)  # its role codes → rows of the matrix
    assurance: int = 2  # how its own sign-in is rated; agreed when it is registered
    national: bool = (
        False  # its `sub` (or `nhsid_useruid`) is the national staff id, as for a provider
    )
    client_id: str = ""  # smart: how we are known there
    client_secret_file: str = ""
    client_key_file: str = ""
    authorize_url: str = ""  # smart: fixed here, and never taken from the launch
    token_url: str = ""
    fhir_url: str = (
        ""  # smart: the `iss` of its launches, where its Patient is read; empty = the issuer
    )
    verified_numbers: bool = True  # smart: take only an NHS number it says is verified (status 01); false = or says nothing


@dataclass(frozen=True, slots=True)
class Accounts:
    """Local named accounts with passkeys, for places without national credentials (AUT-8)."""

    enabled: bool = False
    invitation_hours: int = 72  # an invitation to make a passkey lasts


@dataclass(frozen=True, slots=True)
class Audit:
    """The log of who looked, at what, when and why."""

    key_file: str = "audit.key"  # signs the log; made at the first start, beside the configuration
    origin: str = ""  # the log's name among all logs, the same for ever; empty = made from the key
    node: str = ""  # this machine's own log, where several machines keep theirs apart
    publish: str = ""  # a folder that checkpoints and hashes are written to, for any web server
    source_logs: str = ""  # a folder where sources leave their own logs of what they served
    shown_days: int = 366  # what was shown can be shown again this long after the month's end
    spool: str = ""  # a folder where emergency views are written down while the log cannot be; empty = none is shown
    spool_entries: int = 200  # so many wait there at most,
    spool_bytes: int = 4 * 1024 * 1024  # so large,
    spool_minutes: int = 30  # and from the first on so long; then nothing is shown


@dataclass(frozen=True, slots=True)
class PersonReports:
    """“Who has looked at your record”: what a person is told, and by when they have an answer."""

    names_of: tuple[str, ...] = ()
    """ODS codes of organisations that tell people the names of their staff, "*" for all; the others tell
    the role and the organisation."""
    reply_days: int = 14  # a person who asks about a look has an answer within
    phone: str = ""  # whom the person calls; empty = the letter names nobody


@dataclass(frozen=True, slots=True)
class Use:
    """How much the record is used: one file a day, without a person or a member of staff."""

    folder: str = (
        "use"  # beside the configuration, the same for every machine; empty = none is kept
    )


@dataclass(frozen=True, slots=True)
class AuditFeed:
    """One repository elsewhere that every audit entry is delivered to (`[[audit_feed]]`)."""

    id: str  # names how far it has come; another id begins at the first entry
    url: str  # a FHIR base, "https://…", or a syslog receiver, "syslog+tls://host:port"
    ca_file: str = (
        ""  # the authority it is proven by, beside the configuration; empty = the system's
    )
    certificate_file: str = ""  # our own certificate and its key (PEM), where it asks for one
    without_person: bool = False  # leave out whom it was about: for a SIEM


@dataclass(frozen=True, slots=True)
class Witness:
    """One who remembers, outside the region, how long its audit log was (`[[witness]]`)."""

    name: str  # as it is known here
    url: str  # where checkpoints are sent
    key: str  # its verifier key, "name+id+key"


@dataclass(frozen=True, slots=True)
class Mail:
    """Who is told by e-mail that a review waits; only its reference leaves (`[mail]`)."""

    host: str = ""  # the mail server; empty = nothing is sent
    port: int = 587
    starttls: bool = True
    sender: str = ""
    username: str = ""
    password_file: str = ""  # beside the configuration
    ca_file: str = ""  # the authority the server is proven by; empty = the system's
    officers: dict[str, tuple[str, ...]] = field(default_factory=dict)  # by ODS code
    guardians: dict[str, str] = field(default_factory=dict)  # Caldicott Guardians, by ODS code
    lead: str = ""  # the region's own, of reviews that nobody completed


@dataclass(frozen=True, slots=True)
class Pds:
    """The national index of people, which is asked before the region's own (`[pds]`)."""

    url: str = ""  # its FHIR base address, https; empty = nothing is asked of it
    organisation: str = ""  # ODS code of who asks
    token_url: str = ""  # where tokens are given; empty = no token goes along, as a sandbox has it
    client_id: str = ""  # how our application is known there
    key_file: str = ""  # our private RSA key (PEM), beside the configuration
    key_id: str = ""  # what the key is called there; empty = its thumbprint
    per_second: float = 5.0  # requests that were agreed, of all processes together
    within_seconds: float = 3.0  # then the region's own people answer alone


@dataclass(frozen=True, slots=True)
class Neighbours:
    """This region as its neighbours know it (`[neighbours]`)."""

    issuer: str = ""  # its name in what it signs, and in what is signed for it
    listen: str = (
        ""  # host:port where neighbours ask, each with a certificate; empty = none may ask
    )
    key_file: str = ""  # the private key (PEM) that signs, beside the configuration
    certificate_file: str = ""  # its certificate and that certificate's key (PEM), shown both ways
    ca_file: str = ""  # the authority that neighbours' certificates are proven by; no other is


@dataclass(frozen=True, slots=True)
class Neighbour:
    """One neighbouring region, and what is agreed with it in both directions (`[[neighbour]]`)."""

    id: str
    name: str
    organisation: str  # the code it was brought live under here: its data sharing agreements count
    issuer: str  # its own name in what it signs, exactly
    until: date  # the last day of what is agreed
    keys_file: str = ""  # its public keys as a JWK Set, beside the configuration; never fetched
    fingerprints: tuple[str, ...] = ()  # SHA-256 of each certificate it may ask with, hexadecimal
    organisations: dict[str, str] = field(default_factory=dict)
    """ODS codes it may speak for → their names. Staff of another are nobody's (T35)."""
    roles: dict[str, str] = field(default_factory=dict)  # its role codes → rows of the matrix
    purposes: tuple[Literal["TREAT", "ETREAT", "BTG"], ...] = ("TREAT",)
    evidence: tuple[str, ...] = ()  # kinds of evidence that are taken on its word, "LR-3" (LR-15)
    sections: tuple[str, ...] = ()  # the most that goes to it, whatever else allows; "*" = all
    assurance: int = 2  # how its sign-in is rated at most (AUT-1)


@dataclass(frozen=True, slots=True)
class Settings:
    folder: Path = Path()  # where the configuration stands; relative paths start here
    file: str = "region.toml"  # its name
    region: Region = field(default_factory=Region)
    store: Store = field(default_factory=Store)
    server: Server = field(default_factory=Server)
    fanout: Fanout = field(default_factory=Fanout)
    sessions: Sessions = field(default_factory=Sessions)
    sign_in: SignIn = field(default_factory=SignIn)
    ambulance_view: AmbulanceView = field(default_factory=AmbulanceView)
    printing: Printing = field(default_factory=Printing)
    summary: Summary = field(default_factory=Summary)
    access: Access = field(default_factory=Access)
    accounts: Accounts = field(default_factory=Accounts)
    audit: Audit = field(default_factory=Audit)
    mail: Mail = field(default_factory=Mail)
    person_reports: PersonReports = field(default_factory=PersonReports)
    use: Use = field(default_factory=Use)
    audit_feed: tuple[AuditFeed, ...] = ()
    witness: tuple[Witness, ...] = ()
    pds: Pds = field(default_factory=Pds)
    neighbours: Neighbours = field(default_factory=Neighbours)
    neighbour: tuple[Neighbour, ...] = ()
    provider: tuple[Provider, ...] = ()
    launcher: tuple[Launcher, ...] = ()
    source: tuple[SourceSettings, ...] = ()

    @property
    def url(self) -> str:
        """The origin people reach the pages by; what tokens and launches are made out to."""
        scheme = "https" if self.server.https else "http"
        return (self.server.url or f"{scheme}://{self.server.host}:{self.server.port}").rstrip("/")

    def beside(self, name: str) -> Path:
        """A file or folder that a setting names, from where the configuration stands."""
        return self.folder / name
