"""Ten checks of one source with an invented person, for whoever connects it (ux S23)."""

from carerecord.federation import Seen
from carerecord.viewing.source_checks.contract import Check, Checked, NotATestPerson
from carerecord.viewing.source_checks.desk import SourceDesk

__all__ = ["Check", "Checked", "NotATestPerson", "Seen", "SourceDesk"]
