"""The words of what has changed. Who did not answer is said first: what changed there is not known."""

from __future__ import annotations

from carerecord.viewing.contract import View
from carerecord.viewing.looks import Look
from carerecord.web import formats
from carerecord.web.changes import STAY, Change, Changes, choices, chosen
from carerecord.web.events import KINDS
from carerecord.web.listing import PAGE, page_number
from carerecord.web.messages import say


class ChangesPage:
    def __init__(self, view: View, look: Look | None, since: str, page: str | None) -> None:
        self._view = view
        self.choices = choices(view, look)
        self.since = chosen(view, look, since)
        self._changes = Changes(view, look, self.since)
        self.first_look = look is None
        self.no_stay = all(one.key != STAY for one in self.choices)
        found = self._changes.found
        self.total = len(found)
        self.pages = max(1, -(-self.total // PAGE))
        self.page = page_number(page, self.pages)
        self._lines = found[(self.page - 1) * PAGE : self.page * PAGE]
        self.sections = [name for name in KINDS if name in view.records]

    @property
    def changes(self) -> list[Change]:
        return [self._changes.draw(one) for one in self._lines]

    @property
    def from_words(self) -> str:
        return self._changes.from_words

    @property
    def heading(self) -> str:
        if not self.total:
            return self._changes.none
        words = formats.counted(self.total, ("change", "changes"))
        silent = bool(self._view.missing or self._view.not_shown or self._view.unknown)
        return f"{'At least ' if silent else ''}{words} since {self.from_words}"

    @property
    def gone(self) -> list[str]:
        found = self._changes.gone
        return [self._changes.gone_words(one) for one in found if one.answered]

    @property
    def unanswered(self) -> list[str]:
        found = self._changes.gone
        return [self._changes.gone_words(one) for one in found if not one.answered]

    @property
    def not_opened(self) -> str:
        titles = self._changes.not_opened
        if not titles:
            return ""
        return say("changes.not-opened", titles=formats.several(titles), day=self.from_words)

    @property
    def missing(self) -> str:
        """Sources of which nothing can be told now."""
        names = [source.name for source, _ in self._view.missing]
        return say("changes.missing", sources=formats.several(names)) if names else ""
