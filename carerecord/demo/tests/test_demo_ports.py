"""A port chosen for a server that listens later."""

from __future__ import annotations

from pathlib import Path

import pytest

from carerecord.demo import ports
from carerecord.demo.ports import LOOPBACK, free_port, listen, port_of


def test_none_is_chosen_that_the_system_lends_to_connections():
    lent = int(ports.LENT.read_text().split()[0]) if ports.LENT.exists() else 0
    if lent <= ports.LOWEST:
        pytest.skip("this system lends every port")
    assert all(ports.LOWEST <= free_port() < lent for _ in range(50))


def test_the_wished_one_is_chosen_unless_somebody_listens_there():
    wished = free_port()
    assert free_port(wished) == wished
    with listen(LOOPBACK, wished):
        assert free_port(wished) != wished


@pytest.mark.parametrize("range_lent", ["1024 65535\n", "", "none of these"])
def test_where_every_port_is_lent_any_free_one_is_chosen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, range_lent: str
):
    lent = tmp_path / "range"
    lent.write_text(range_lent)
    monkeypatch.setattr(ports, "LENT", lent)
    with listen(LOOPBACK, free_port()) as bound:
        assert port_of(bound) > 0
