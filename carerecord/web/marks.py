"""Marks for differences as tags: text, not colour alone, with the sources on the other side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from carerecord.merge.marks import Mark
from carerecord.sections.contract import Tag
from carerecord.web import formats
from carerecord.web.messages import say


def mark_tags(marks: Iterable[Mark], names: Mapping[str, str]) -> tuple[Tag, ...]:
    return tuple(Tag(_words(mark, names), "amber") for mark in marks)


def _words(mark: Mark, names: Mapping[str, str]) -> str:
    others = formats.several([names.get(source, source) for source in mark.others])
    both = mark.kind == "version" and not mark.when
    when = formats.day(mark.when) if mark.when else say("date.none")
    return say(f"mark.{mark.kind}{'.both' if both else ''}", others=others, when=when)
