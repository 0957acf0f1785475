"""Letters and summaries: headings and paragraphs, as plain text or as a page of HTML."""

from __future__ import annotations

import base64
import html
from collections.abc import Sequence
from datetime import date
from typing import Literal

from carerecord.contract import Resource
from carerecord.demo.histories.clock import at, uk
from carerecord.demo.histories.record import Record, business, reference
from carerecord.demo.histories.terms.papers import PAPERS, SERVICES
from carerecord.demo.histories.writing.visits import organisation
from carerecord.drawing.printed import PDF, SCAN, as_pdf, as_scan

Kept = Literal["text", "pdf", "scan"]
Headings = Sequence[tuple[str, str]]
"""Heading and its words; a new line begins a new point."""


def paper(
    record: Record, source: str, kind: str, title: str, day: date, by: str, body: Headings, *,
    service: str = "", about: Resource | None = None, related: Sequence[Resource] = (),
    page: bool = False, status: str = "current", state: str = "final", hour: int = 15,
    replaces: Resource | None = None, kept: Kept = "text",
) -> Resource:  # fmt: skip
    """A document with its words inside. `page` sends HTML, as some systems do; `kept`: how others keep it."""
    who = record.person.person
    name = f"{who.family.upper()}, {who.given}" + (f" ({who.title})" if who.title else "")
    top = f"{title}\n{organisation(source)['display']}\n{uk(day)}\n{name}, born {uk(record.born)}"
    kind_of_file, file = _file("page" if page else kept, top, body, by)
    content: Resource = {
        "attachment": {
            "contentType": kind_of_file,
            "language": "en-GB",
            "data": base64.b64encode(file).decode(),
            "size": len(file),
            "title": title,
            "creation": at(day, hour, 0),
        }
    }
    local = f"{record.person.index}-{kind}-{source}-{day:%Y%m%d}-{title}"
    document: Resource = {
        "masterIdentifier": business(source, "document", f"{hash_of(local)}"),
        "status": status,
        "docStatus": state,
        "type": PAPERS[kind].concept(),
        "category": [{"text": PAPERS[kind].words}],
        "date": at(day, hour, 0),
        "author": [{"display": by}],
        "custodian": organisation(source),
        "description": title,
        "content": [content],
    }
    context: Resource = {"period": {"start": at(day, hour, 0)}}
    if service:
        context["practiceSetting"] = SERVICES[service].concept()
    if about:
        context["encounter"] = [reference(about)]
    if related:
        context["related"] = [reference(one) for one in related]
    if replaces:
        document["relatesTo"] = [{"code": "replaces", "target": reference(replaces)}]
    document["context"] = context
    return record.put(source, "DocumentReference", document, day=day, hour=hour)


def hash_of(words: str) -> str:
    """Sixteen characters that stand for these words."""
    total = 1469598103934665603
    for byte in words.encode():
        total = (total ^ byte) * 1099511628211 % 2**64
    return f"{total:016X}"


def _file(kept: Kept | Literal["page"], top: str, body: Headings, by: str) -> tuple[str, bytes]:
    """Its media type and its bytes."""
    if kept == "page":
        return "text/html", _page(top, body, by).encode()
    text = _plain(top, body, by)
    if kept == "text":
        return "text/plain", text.encode()
    return (PDF, as_pdf(text)) if kept == "pdf" else (SCAN, as_scan(text))


def _plain(top: str, body: Headings, by: str) -> str:
    parts = [top]
    for heading, words in body:
        parts.append(f"{heading.upper()}\n{words}")
    return "\n\n".join([*parts, f"Written by {by}"]) + "\n"


def _page(top: str, body: Headings, by: str) -> str:
    title, *rest = top.split("\n")
    lines = [f"<h1>{html.escape(title)}</h1>", *(f"<p>{html.escape(one)}</p>" for one in rest)]
    for heading, words in body:
        lines.append(f"<h2>{html.escape(heading)}</h2>")
        points = words.split("\n")
        if len(points) == 1:
            lines.append(f"<p>{html.escape(words)}</p>")
        else:
            lines.append(
                "<ul>" + "".join(f"<li>{html.escape(one)}</li>" for one in points) + "</ul>"
            )
    lines.append(f"<p>Written by {html.escape(by)}</p>")
    return "<!DOCTYPE html><html><body>" + "".join(lines) + "</body></html>"
