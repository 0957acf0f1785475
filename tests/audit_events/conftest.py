"""Lets these tests share two validators of FHIR R4, running once for all of them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # for the files beside this one

from fhir_validators import Validators, running_validators


@pytest.fixture(scope="session")
def validators() -> Iterator[Validators]:
    with running_validators() as running:
        yield running
