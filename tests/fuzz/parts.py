"""What must hold of every file that is put into a folder."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from carerecord.connectors.folder_feed import Read
from carerecord.connectors.tests.pushed_given import is_whole
from carerecord.contract import SourceSettings


def each_is_read_again_alone(
    read: Read, sent: bytes, source: SourceSettings, zone: ZoneInfo
) -> None:
    """A part that is set aside is read again from its own bytes, and must come to the same."""
    for part in read(sent, source, zone):
        assert bool(part.said) != bool(part.wrong)
        if part.said:
            is_whole(part.said)
            (again,) = read(part.raw, source, zone)
            assert again.said == part.said
