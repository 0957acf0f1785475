"""A region that runs says in its log, before anything else, what it was started with."""

from __future__ import annotations

from hashlib import sha256

from door_site import Site

from carerecord.access import Policies


def test_the_start_of_the_region_is_written_down_once(site: Site) -> None:
    entries = site.log_of_audit()
    (started,) = [entry for entry in entries if entry.kind == "started"]
    configuration = (site.folder / "region.toml").read_bytes()
    assert started.body["configuration"] == sha256(configuration).hexdigest()
    assert started.body["policy_version"] == Policies.load(None).version
    assert {f"source {one.id}" for one in site.settings.source} <= set(started.body["connections"])
    views = [entry.place for entry in entries if entry.kind in ("sign-in", "open", "shown")]
    assert all(started.place < place for place in views)
