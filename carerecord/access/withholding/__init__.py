"""What leaves the answers of a view before anything is merged, counted or shown, and whose approval the code sets have."""

from carerecord.access.withholding.access_codes import HIDDEN_CODE, without_access_codes
from carerecord.access.withholding.documents import BODY_BANNER, without_words
from carerecord.access.withholding.leaks import Finding
from carerecord.access.withholding.location import hide_location, without_location
from carerecord.access.withholding.notice import NOTICE, NOTICE_CODE, SAFEGUARDING
from carerecord.access.withholding.places import HIDDEN, PLACE_TYPES
from carerecord.access.withholding.restricted import (
    RestrictedCodes,
    RestrictedCodesUnusable,
    restricted_codes,
)
from carerecord.access.withholding.store import ChangeRefused, Proposal, RestrictedSets
from carerecord.access.withholding.withhold import Withheld, withhold

__all__ = [
    "BODY_BANNER",
    "HIDDEN",
    "HIDDEN_CODE",
    "NOTICE",
    "NOTICE_CODE",
    "PLACE_TYPES",
    "SAFEGUARDING",
    "ChangeRefused",
    "Finding",
    "Proposal",
    "RestrictedCodes",
    "RestrictedCodesUnusable",
    "RestrictedSets",
    "Withheld",
    "hide_location",
    "restricted_codes",
    "withhold",
    "without_access_codes",
    "without_location",
    "without_words",
]
