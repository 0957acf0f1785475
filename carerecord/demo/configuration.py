"""Write the demo's region.toml, and read back the ports it used last time."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from carerecord.demo.folder import write_atomically
from carerecord.demo.ports import LOOPBACK
from carerecord.demo.sources import SOURCES, DemoSource

_HEAD = """\
# The invented region of `carerecord demo`, which writes this file anew at every start.

[region]
name = "Eastfield Shared Care Record"
demo = true
invented_people_only = true
help_desk = "01632 960100"

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
    path: Path, port: int, workers: int, addresses: Mapping[str, str], launchers: str = ""
) -> None:
    """`addresses`: source id to the base URL of its FHIR server; `launchers`: their blocks as they are."""
    blocks = [_block(source, addresses[source.id]) for source in SOURCES]
    head = _HEAD.format(host=LOOPBACK, port=port, workers=workers)
    content = "".join([head, *blocks, launchers])
    write_atomically(path, content.encode())


def ports_before(path: Path) -> dict[str, int]:
    """Source or launcher id to the port it had; empty when there is no file, or one that cannot be read."""
    try:
        content = tomllib.loads(path.read_text("utf-8"))
        urls = {one["id"]: urlsplit(one["options"]["url"]) for one in content.get("source", [])}
        urls |= {one["id"]: urlsplit(one["issuer"]) for one in content.get("launcher", [])}
        return {source_id: url.port or 0 for source_id, url in urls.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _block(source: DemoSource, url: str) -> str:
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
    return _SOURCE.format(**{key: _toml(value) for key, value in values.items()})


def _toml(value: object) -> str:
    """Texts and lists of texts are written the same in TOML as in JSON."""
    return json.dumps(value, ensure_ascii=False)
