"""What the demo says while it starts: a bar on a terminal, plain lines anywhere else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn


class Telling:
    def __init__(self, console: Console | None = None) -> None:
        self._console = console or Console(highlight=False, soft_wrap=True)

    def line(self, words: str = "") -> None:
        self._console.print(words, markup=False)

    @contextmanager
    def counting(self, words: str, total: int) -> Iterator[Callable[[], None]]:
        """Call what it yields after each one. Nothing of it is left running at the end (it may fork)."""
        if not self._console.is_terminal:
            self.line(f"{words} ({total:,}) …")
            yield lambda: None
            return
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        with Progress(*columns, console=self._console, transient=True) as progress:
            task = progress.add_task(words, total=total)
            yield lambda: progress.advance(task)
