"""How the person whose session is locked signs in again: the way they came."""

from __future__ import annotations

from dataclasses import dataclass

from carerecord.config import Settings
from carerecord.signin.contract import Identity


@dataclass(frozen=True, slots=True)
class Again:
    """A link, a press in an invented region, or (neither) the launching system they came from."""

    link: str = ""
    username: str = ""
    name: str = ""


def again(identity: Identity, settings: Settings) -> Again:
    if identity.provider == "demo":
        return Again(username=identity.id)
    if identity.provider == "local":
        return Again(link="/sign-in/passkey")
    provider = next((one for one in settings.provider if one.id == identity.provider), None)
    if provider:
        return Again(link=f"/sign-in/{provider.id}", name=provider.name)
    launcher = next((one for one in settings.launcher if one.id == identity.provider), None)
    return Again(name=launcher.name if launcher else "your own record system")
