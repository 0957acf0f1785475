"""Write the demo's region.toml, and read back the ports it used last time."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from carerecord.demo.folder import write_atomically
from carerecord.demo.ports import LOOPBACK
from carerecord.demo.sources import SOURCES, DemoSource

NAME = "Eastfield Shared Care Record"

_HEAD = """\
# The invented region of `carerecord demo`, which writes this file anew at every start.

[region]
name = {name}
demo = true
invented_people_only = true
help_desk = "01632 960100"
engineers = ["a.okafor"]

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
protocol = "fhir_r4"
organisation = {organisation}
phone = {phone}
sections = {sections}

[source.options]
url = {url}
"""


def write_configuration(
    path: Path, port: int, workers: int, blocks: Iterable[str], name: str = NAME
) -> None:
    """`blocks`: its sources and what else it has, as they are."""
    head = _HEAD.format(host=LOOPBACK, port=port, workers=workers, name=toml(name))
    write_atomically(path, "".join([head, *blocks]).encode())


def source_blocks(addresses: Mapping[str, str]) -> list[str]:
    """`addresses`: source id to the base URL of its FHIR server."""
    return [source_block(source, addresses[source.id]) for source in SOURCES]


def ports_before(path: Path) -> dict[str, int]:
    """Source or launcher id to the port it had, and `server` and `neighbours`; empty without a file that can be read."""
    try:
        content = tomllib.loads(path.read_text("utf-8"))
        urls = {one["id"]: urlsplit(one["options"]["url"]) for one in content.get("source", [])}
        urls |= {one["id"]: urlsplit(one["issuer"]) for one in content.get("launcher", [])}
        own = {name: urlsplit(f"//{where}") for name, where in _listening(content).items()}
        return {name: url.port or 0 for name, url in (urls | own).items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _listening(content: dict[str, Any]) -> dict[str, str]:
    found = {"server": f"{LOOPBACK}:{content['server']['port']}"}
    return (
        found | {"neighbours": content["neighbours"]["listen"]}
        if "neighbours" in content
        else found
    )


def source_block(source: DemoSource, url: str) -> str:
    values = {
        "id": source.id,
        "name": source.name,
        "short": source.short,
        "kind": source.kind,
        "organisation": source.organisation,
        "phone": source.phone,
        "sections": list(source.sections),
        "url": url,
    }
    return _SOURCE.format(**{key: toml(value) for key, value in values.items()})


def toml(value: object) -> str:
    """Texts and lists of texts are written the same in TOML as in JSON."""
    return json.dumps(value, ensure_ascii=False)
