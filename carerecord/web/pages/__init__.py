"""Pages by name, in the order a reader meets them."""

from carerecord.web.pages import (
    allergies,
    documents,
    emergency,
    find,
    item,
    launch,
    medicines,
    refused,
    results,
    section,
    sign_in,
    summary,
    timeline,
)

PAGES = (
    sign_in,
    launch,
    find,
    refused,
    emergency,
    summary,
    timeline,
    medicines,
    allergies,
    results,
    documents,
    section,
    item,
)
"""Each offers `ROUTES`. The pages for what went wrong (`errors`) have no address of their own."""
