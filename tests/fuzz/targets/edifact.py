"""A laboratory's file: every report in it, and each of them again alone."""

from __future__ import annotations

from carerecord.connectors.edifact.tests.test_edifact_reports import LONDON, SOURCE
from carerecord.connectors.edifact.translate import reports
from carerecord.connectors.tests.pushed_given import REPORT
from fuzz import seeds
from fuzz.parts import each_is_read_again_alone

SEEDS = (REPORT, *seeds.files("edifact-pathology/*.txt"))


def tried(sent: bytes) -> None:
    each_is_read_again_alone(reports, sent, SOURCE, LONDON)
