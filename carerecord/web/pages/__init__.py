"""Pages by name, in the order a reader meets them."""

from carerecord.web.pages import (
    allergies,
    documents,
    emergency,
    explain,
    find,
    hidden,
    item,
    launch,
    medicines,
    passkey,
    refused,
    results,
    review,
    section,
    sign_in,
    summary,
    timeline,
    why,
)

PAGES = (
    sign_in,
    passkey,
    launch,
    find,
    why,
    emergency,
    refused,
    hidden,
    summary,
    timeline,
    medicines,
    allergies,
    results,
    documents,
    section,
    item,
    review,
    explain,
)
"""Each offers `ROUTES`. The pages for what went wrong (`errors`) have no address of their own."""
