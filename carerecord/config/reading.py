"""One TOML file into settings. A wrong or missing one stops the start with one line."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import msgspec

from carerecord.config.checking import check
from carerecord.config.of_pages import AmbulanceView, Printing, Summary
from carerecord.config.settings import (
    Access,
    Accounts,
    Audit,
    AuditFeed,
    Fanout,
    Launcher,
    Mail,
    Neighbour,
    Neighbours,
    Pds,
    PersonReports,
    Provider,
    Region,
    Server,
    Sessions,
    Settings,
    SettingsError,
    SignIn,
    Store,
    Use,
    Witness,
)
from carerecord.contract import SourceSettings


def read(path: Path) -> Settings:
    """The settings in one TOML file, checked."""
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise SettingsError(f"{path}: no such file. Make one with `carerecord init`.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: cannot be read: {error}") from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path}: not TOML: {error}") from None
    if not content:
        raise SettingsError(f"{path}: says nothing. Make one with `carerecord init`.")
    _refuse_unknown(content, path)
    try:
        settings = msgspec.convert(
            {**content, "folder": str(path.resolve().parent), "file": path.name},
            Settings,
            dec_hook=_path,
        )
    except msgspec.ValidationError as error:
        raise SettingsError(f"{path}: {error}") from None
    check(settings, path)
    for source in settings.source:
        source.options.update(_beside(source.options, settings.folder))
    return settings


def _beside(options: object, folder: Path, name: str = "") -> Any:
    """A file that a source's own options name, `…_file`, from where the configuration stands."""
    if isinstance(options, dict):
        return {key: _beside(value, folder, key) for key, value in options.items()}
    return str(folder / options) if name.endswith("_file") and isinstance(options, str) else options


def _path(kind: type[Any], value: Any) -> Any:
    if kind is Path:
        return Path(value)
    raise TypeError(f"no reader for {kind}")


def _refuse_unknown(content: dict[str, Any], path: Path) -> None:
    known = {name: kind.__dataclass_fields__ for name, kind in BLOCKS.items()}
    for block, values in content.items():
        if block not in known:
            raise SettingsError(f"{path}: [{block}] is not a setting; known: {', '.join(known)}")
        for one in values if isinstance(values, list) else [values]:
            if not isinstance(one, dict):
                raise SettingsError(f"{path}: {block} must be a block, [{block}]")
            for name in one:
                if name not in known[block]:
                    raise SettingsError(f"{path}: [{block}] has no setting “{name}”")


BLOCKS: dict[str, Any] = {
    "region": Region,
    "store": Store,
    "server": Server,
    "fanout": Fanout,
    "sessions": Sessions,
    "sign_in": SignIn,
    "ambulance_view": AmbulanceView,
    "printing": Printing,
    "summary": Summary,
    "access": Access,
    "accounts": Accounts,
    "audit": Audit,
    "mail": Mail,
    "person_reports": PersonReports,
    "use": Use,
    "audit_feed": AuditFeed,
    "witness": Witness,
    "pds": Pds,
    "neighbours": Neighbours,
    "neighbour": Neighbour,
    "provider": Provider,
    "launcher": Launcher,
    "source": SourceSettings,
}
