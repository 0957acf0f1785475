"""What was asked by, as a query (AUD-5). The values somebody searched for are never kept, so they are not here (I7)."""

from __future__ import annotations

from urllib.parse import quote

from carerecord.audit.entry import Entry
from carerecord.audit.events.codes import words

PARAMETERS = {
    "nhs_number": "identifier",
    "birth_date": "birthdate",
    "postcode": "address-postalcode",
}
"""What somebody typed to find a person → the search parameter of that name; the others are called the same."""


def query_of(entry: Entry, usual: str = "") -> str:
    """`usual`: the query of a kind of entry that is always asked in the same words."""
    if query := words(entry.body.get("query")):
        return query
    given = entry.body.get("given")
    if isinstance(given, list):
        return "Patient?" + "&".join(PARAMETERS.get(str(one), quote(str(one))) for one in given)
    return usual
