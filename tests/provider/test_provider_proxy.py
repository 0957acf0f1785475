"""Who asks, from behind a proxy: each address by itself, over real sockets (T27)."""

from __future__ import annotations

from pathlib import Path

import pytest

from provider.place import Person, Place, place

LIMITED = "[sign_in]\neach_per_minute = 10\n"


def tried(here: Place, forwarded: str) -> int:
    """A way back that nobody is on: refused, and worth ten."""
    somebody = Person(here)
    headers = {"X-Forwarded-For": forwarded}
    return somebody.http.get(f"{here.url}/sign-in/cis2/back", headers=headers).status_code


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("behind")
    with place(folder, workers=1, more=f'proxies = ["127.0.0.1"]\n{LIMITED}') as running:
        yield running


def test_each_address_is_counted_by_itself(behind: Place):
    assert [tried(behind, "192.0.2.1") for _ in range(2)] == [400, 429]
    assert tried(behind, "192.0.2.2") == 400


def test_what_the_asker_adds_to_the_proxys_word_is_not_believed(behind: Place):
    assert tried(behind, "192.0.2.9, 192.0.2.3") == 400
    assert tried(behind, "192.0.2.10, 192.0.2.3") == 429


def test_nobody_is_believed_who_is_no_proxy(tmp_path: Path):
    with place(tmp_path, workers=1, more=LIMITED) as here:
        assert [tried(here, "192.0.2.1") for _ in range(3)] == [400] * 3
