"""The demo's folder: what the region was made of, kept so that stopping and starting changes nothing."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import msgspec

from carerecord.config import SettingsError

VERSION = 2
DEFAULT_PEOPLE = 60
DEFAULT_SEED = 1
MOST_PEOPLE = 100_000


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for on the command line; None where nothing was said."""

    people: int | None = None
    seed: int | None = None
    bundles: Path | None = None
    overlay: Path | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """What the region is made of. `today` is the day its story was told on, and stays."""

    seed: int
    today: str
    people: int = 0
    bundles: str = ""
    overlay: str = ""
    version: int = VERSION
    filled: bool = False  # false: making it was interrupted, so it is made again

    @property
    def day(self) -> date:
        return date.fromisoformat(self.today)


@dataclass(frozen=True, slots=True)
class RegionFolder:
    path: Path

    @property
    def configuration(self) -> Path:
        return self.path / "region.toml"

    @property
    def database(self) -> Path:
        return self.path / "region.db"

    @property
    def sources(self) -> Path:
        return self.path / "sources"

    @property
    def neighbour(self) -> Path:
        return self.path / "westmere"

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    @property
    def ready_file(self) -> Path:
        return self.path / "demo.json"

    @property
    def _made(self) -> Path:
        return self.path / "region.json"

    @contextmanager
    def alone(self) -> Iterator[None]:
        """One demo at a time in one folder."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            handle = os.open(self.path / "demo.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise SettingsError(f"{self.path}: cannot be used: {error.strerror}") from None
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(handle)
            raise SettingsError(
                f"{self.path}: a demo is running in this folder already. "
                "Stop it, or choose another with --dir."
            ) from None
        try:
            yield
        finally:
            os.close(handle)

    def made(self, wish: Wish, today: date) -> Made:
        """What was made here before, or what is to be made now. Raises `SettingsError` if they differ."""
        self.ready_file.unlink(missing_ok=True)
        before = self._before()
        if before is None:
            self._refuse_strange_content()
        if before is None or not before.filled:
            return _from(wish, today)
        if differences := _differences(before, wish):
            raise SettingsError(
                f"{self.path}: this region was made with {' and '.join(differences)}. "
                "Choose another folder with --dir, or leave the option out."
            )
        return before

    def clear(self) -> None:
        """Take away what an interrupted start left, and only what a demo makes."""
        for path in self.path.glob("region.db*"):
            path.unlink()
        for folder in (self.sources, self.neighbour):
            shutil.rmtree(folder, ignore_errors=True)

    def remember(self, made: Made) -> None:
        write_atomically(self._made, msgspec.json.format(msgspec.json.encode(made)))

    def finished(self, made: Made) -> Made:
        done = replace(made, filled=True)
        self.remember(done)
        return done

    def _before(self) -> Made | None:
        try:
            made = msgspec.json.decode(self._made.read_bytes(), type=Made)
        except FileNotFoundError:
            return None
        except (OSError, msgspec.DecodeError):
            raise SettingsError(
                f"{self._made}: cannot be read. Choose another folder with --dir."
            ) from None
        if made.version != VERSION:
            raise SettingsError(
                f"{self.path}: this region was made by another version. "
                "Choose another folder with --dir."
            )
        return made

    def _refuse_strange_content(self) -> None:
        strange = [path.name for path in self.path.iterdir() if path.name != "demo.lock"]
        if strange:
            raise SettingsError(
                f"{self.path}: not empty, and not a demo region. Choose another folder with --dir."
            )


def write_atomically(path: Path, content: bytes) -> None:
    """A reader sees the whole old file or the whole new one."""
    beside = path.with_name(f".{path.name}.new")
    with beside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def _from(wish: Wish, today: date) -> Made:
    if wish.overlay and not wish.bundles:
        raise SettingsError(
            "--overlay gives identities to the people of --bundles; name those too."
        )
    if wish.bundles and wish.people is not None:
        raise SettingsError("--people invents people, --bundles brings its own: use one of them.")
    people = DEFAULT_PEOPLE if wish.people is None else wish.people
    return Made(
        seed=DEFAULT_SEED if wish.seed is None else wish.seed,
        today=today.isoformat(),
        people=0 if wish.bundles else people,
        bundles=_whole(wish.bundles),
        overlay=_whole(wish.overlay),
    )


def _differences(before: Made, wish: Wish) -> list[str]:
    """In the words of the command line."""
    differences = []
    if wish.seed not in (None, before.seed):
        differences.append(f"--seed {before.seed}")
    if wish.people is not None and (before.bundles or wish.people != before.people):
        differences.append("--bundles" if before.bundles else f"--people {before.people}")
    for name in ("bundles", "overlay"):
        wished = _whole(getattr(wish, name))
        if wished and wished != (kept := getattr(before, name)):
            differences.append(f"--{name} {kept}" if kept else f"no --{name}")
    return differences


def _whole(path: Path | None) -> str:
    return str(path.resolve()) if path else ""
