"""“This looks wrong”: tell the organisation that holds an item (F50)."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from carerecord.contract import Item
from carerecord.insight.doubts import About, DoubtRefused
from carerecord.merge.contract import Entry
from carerecord.viewing.looks import own_name
from carerecord.viewing.reading import entry_named
from carerecord.web.asking import Opened, opened, send_record, typed
from carerecord.web.pages.wrong.page import Typed, WrongPage
from carerecord.web.respond import go_to
from carerecord.web.unasked import without_entry

ADDRESS = "/p/{v}/item/{entry_id}/wrong"
TITLE = "This looks wrong"


async def show(request: Request) -> Response:
    record = await opened(request)
    return record if isinstance(record, Response) else await _page(request, record, Typed())


async def send(request: Request) -> Response:
    record = await opened(request)
    if isinstance(record, Response):
        return record
    given = Typed.of(await typed(request))
    view, entry_id = record.view, request.path_params["entry_id"]
    found = entry_named(view, entry_id)
    if found is None:
        return await without_entry(record, TITLE)
    section, entry = found
    item = _item(entry, given.item)
    source = next(one for one in view.sources if one.id == item.source_id)
    about = About(view.id, view.person.id, source, own_name(item), section.section.name)
    try:
        await record.app.doubts.put(view.viewer, about, given.what, given.words, view.doubts)
    except DoubtRefused as error:
        return await _page(request, record, given, str(error))
    return go_to(f"/p/{record.v}/item/{entry_id}")


def _item(entry: Entry, name: str) -> Item:
    """Of several sources that say the same, the one that was chosen; else the first."""
    items = (entry.head, *entry.folded)
    return next((one for one in items if own_name(one) == name), entry.head)


async def _page(request: Request, record: Opened, given: Typed, problem: str = "") -> Response:
    found = entry_named(record.view, request.path_params["entry_id"])
    if found is None:
        return await without_entry(record, TITLE)
    section, entry = found
    return await send_record(
        record,
        "wrong/page.html",
        record.frame(section.section.page, section.section.title),
        [section.section.name],
        page=WrongPage(record.view, section, entry, given, problem),
    )


ROUTES = [
    Route(ADDRESS, show, methods=["GET"]),
    Route(ADDRESS, send, methods=["POST"]),
]
