"""Write the demo's region.toml, and read back the ports it used last time."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

from carerecord.demo.folder import write_atomically
from carerecord.demo.ports import LOOPBACK
from carerecord.demo.sources import DemoSource
from carerecord.demo.spoken import SPOKEN

INDEX = "national-index"
NAME = "Eastfield Shared Care Record"

_HEAD = """\
# The invented region of `carerecord demo`, which writes this file anew at every start.

[region]
name = {name}
demo = true
invented_people_only = true
help_desk = "01632 960100"
problem_url = "mailto:shared-record@eastfield.example"
engineers = ["a.okafor"]
languages = ["en", "cy"]

[store]
url = "region.db"

[server]
host = "{host}"
port = {port}
workers = {workers}
https = false

[audit]
spool = "spool"

[fanout] # patient, so that each way of breaking a source is seen for what it is, and healing at once
breaker_failures = 20
breaker_seconds = 1.0
"""

_SOURCE = """
[[source]]
id = {id}
name = {name}
short = {short}
kind = {kind}
protocol = {protocol}
organisation = {organisation}
phone = {phone}
sections = {sections}
{more}
[source.options]
{options}
"""

_INDEX = """
[pds]
url = {url}
organisation = "QNE01"
per_second = 100 # everybody here may be opened for the first time within a minute
"""


def write_configuration(
    path: Path, port: int, workers: int, blocks: Iterable[str], name: str = NAME
) -> None:
    """`blocks`: its sources and what else it has, as they are."""
    head = _HEAD.format(host=LOOPBACK, port=port, workers=workers, name=toml(name))
    write_atomically(path, "".join([head, *blocks]).encode())


def ports_before(path: Path) -> dict[str, int]:
    """Source or launcher id to the port it had, and `server`, `neighbours` and the index; empty without a file that can be read."""
    try:
        content = tomllib.loads(path.read_text("utf-8"))
        urls = {one["id"]: _where(one["options"]) for one in content.get("source", [])}
        urls |= {one["id"]: urlsplit(one["issuer"]) for one in content.get("launcher", [])}
        urls |= {INDEX: urlsplit(content["pds"]["url"])} if "pds" in content else {}
        own = {name: urlsplit(f"//{where}") for name, where in _listening(content).items()}
        return {name: url.port or 0 for name, url in (urls | own).items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _where(options: dict[str, Any]) -> SplitResult:
    """Of a source that is asked, or that sends to a port; of one that puts files into a folder, nowhere."""
    return urlsplit(options.get("url") or f"//{options.get('listen', '')}")


def _listening(content: dict[str, Any]) -> dict[str, str]:
    found = {"server": f"{LOOPBACK}:{content['server']['port']}"}
    return (
        found | {"neighbours": content["neighbours"]["listen"]}
        if "neighbours" in content
        else found
    )


def index_block(url: str) -> str:
    """The national index of people."""
    return _INDEX.format(url=toml(url))


def source_block(source: DemoSource, url: str) -> str:
    """One that is asked."""
    spoken = SPOKEN[source.protocol]
    asker = {"organisation": source.asked_by} if spoken.names_asker else {}
    options = {"url": url, **spoken.options(url), **asker}
    return block(source, options, **({"notifies": source.notifies} if source.notifies else {}))


def block(source: DemoSource, options: Mapping[str, object], **more: object) -> str:
    values = {
        "id": source.id,
        "name": source.name,
        "short": source.short,
        "kind": source.kind,
        "protocol": source.protocol,
        "organisation": source.organisation,
        "phone": source.phone,
        "sections": list(source.sections),
    }
    written = {key: toml(value) for key, value in values.items()}
    return _SOURCE.format(**written, more=_lines(more), options=_lines(options))


def _lines(values: Mapping[str, object]) -> str:
    return "\n".join(f"{name} = {toml(value)}" for name, value in values.items())


def toml(value: object) -> str:
    """Texts and lists of texts are written the same in TOML as in JSON."""
    return json.dumps(value, ensure_ascii=False)
