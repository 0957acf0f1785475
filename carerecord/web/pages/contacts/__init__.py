"""Contacts and visits (ux S13): coming up, now and the past 12 months, older; then what else stands here."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from carerecord.web.asking import opened, record_page, send_record
from carerecord.web.frame import PAGES
from carerecord.web.pages.contacts.page import SLUG, ContactsPage
from carerecord.web.shell import with_head


async def show(request: Request) -> Response:
    record = await opened(request, in_time=True)
    if isinstance(record, Response):
        return record
    asked = request.query_params
    contacts = ContactsPage(record.view, asked.get("page"), asked.getlist("hide"))
    return await send_record(
        record,
        "contacts/page.html",
        record.frame(SLUG, PAGES[SLUG]),
        contacts.sections,
        contacts=contacts,
        page=contacts.page,
        pages=contacts.pages,
    )


ROUTES = [record_page(f"/p/{{v}}/{SLUG}", with_head(show), name=SLUG)]
