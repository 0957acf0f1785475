"""What most commands begin with: the region they are about, opened and closed again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from carerecord.app import App, open_parts
from carerecord.config import Settings, SettingsError, read

T = TypeVar("T")
Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

DEMO_FOLDER = Path("demo-region")

configuration = click.option(
    "--config",
    type=click.Path(path_type=Path),
    help="The region's configuration file (default: region.toml in --dir).",
)
folder = click.option(
    "--dir",
    "directory",
    type=click.Path(path_type=Path),
    default=DEMO_FOLDER,
    show_default=True,
    help="The region's folder.",
)
as_json = click.option("--json", "as_json", is_flag=True, help="JSON, for scripts.")
as_whom = click.option(
    "--as", "username", required=True, help="The member of staff in whose name this is done."
)


def settings_of(config: Path | None, directory: Path) -> Settings:
    return read(config or directory / "region.toml")


def with_region(
    settings: Settings, work: Callable[[App], Awaitable[T]], *, checked: bool = True
) -> T:
    """Run `work` on the open region. A command never makes a database: `serve` and `demo` do."""
    _require_store(settings)

    async def opened() -> T:
        app = await open_parts(settings, checked=checked)
        try:
            return await work(app)
        finally:
            await app.close()

    return asyncio.run(opened())


def _require_store(settings: Settings) -> None:
    url = settings.store.url
    if "://" not in url and not (settings.folder / url).exists():
        raise SettingsError(
            f"{settings.folder / url}: no such database yet. `carerecord serve` makes it."
        )
