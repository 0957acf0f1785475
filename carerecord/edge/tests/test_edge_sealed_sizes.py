"""What is sealed opens again, however long it is; so does what was sealed with the largest window."""

from __future__ import annotations

import random
import zlib

import pytest

from carerecord import sealing

KEY = bytes(sealing.KEY_BYTES)


@pytest.mark.parametrize("size", [0, 1, 511, 512, 1023, 1024, 40_000, 300_000])
def test_a_body_of_any_size_opens_again(size):
    body = random.Random(size).randbytes(size // 2) * 2
    assert sealing.opened(KEY, sealing.seal(KEY, body, "name"), "name") == body


def test_a_body_that_was_compressed_as_usual_opens():
    sealed = sealing._sealed(KEY, zlib.compress(b"words " * 100), "name")
    assert sealing.opened(KEY, sealed, "name") == b"words " * 100
