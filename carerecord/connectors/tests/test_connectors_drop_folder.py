"""A file is taken when it is whole, kept before it is moved, and moved where its sender can see what became of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from carerecord.config import SettingsError
from carerecord.connectors.contract import NotKept
from carerecord.connectors.drop_folder import DropFolder
from carerecord.connectors.edifact import CONNECTOR
from carerecord.contract import SourceSettings


class Taken:
    def __init__(self, folder: Path) -> None:
        self.files: list[bytes] = []
        self.wrong: list[str] = []
        self.away = False
        self.now = 1_795_000_000.0
        self.folder = DropFolder("lab", folder, self.take, 60, 30, 90, lambda: self.now)

    async def take(self, raw: bytes) -> list[str]:
        if self.away:
            raise NotKept
        self.files.append(raw)
        return self.wrong

    async def kept(self, *_: object) -> str:
        return ""


def names(folder: Path) -> list[str]:
    return sorted(str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file())


async def test_a_file_that_still_grows_is_left(tmp_path: Path):
    taken, file = Taken(tmp_path), tmp_path / "a.csv"
    file.write_bytes(b"one")
    await taken.folder.look()
    file.write_bytes(b"one, two")
    await taken.folder.look()
    assert taken.files == []
    await taken.folder.look()
    assert taken.files == [b"one, two"]
    (name,) = names(tmp_path)
    assert name.startswith("done/")
    assert name.endswith("-a.csv")


async def test_what_is_wrong_stands_beside_the_file(tmp_path: Path):
    taken = Taken(tmp_path)
    taken.wrong = ["row 3, column date_of_birth: no date", "row 9: too short"]
    (tmp_path / "a.csv").write_bytes(b"x")
    await taken.folder.look()
    await taken.folder.look()
    file, why = names(tmp_path)
    assert (file, why) == (file, f"{file}.why.txt")
    assert (tmp_path / why).read_text().splitlines() == taken.wrong
    assert (tmp_path / file).read_bytes() == b"x"


async def test_what_could_not_be_kept_stays_where_it_is_and_is_tried_again(tmp_path: Path):
    taken = Taken(tmp_path)
    taken.away = True
    (tmp_path / "a.csv").write_bytes(b"x")
    for _ in range(3):
        await taken.folder.look()
    assert names(tmp_path) == ["a.csv"]
    taken.away = False
    await taken.folder.look()
    assert taken.files == [b"x"]


async def test_two_files_of_one_name_stay_two_and_one_that_comes_again_is_one(tmp_path: Path):
    taken = Taken(tmp_path)
    for content in (b"x", b"y", b"x"):
        (tmp_path / "a.csv").write_bytes(content)
        await taken.folder.look()
        await taken.folder.look()
    assert len(names(tmp_path)) == 2


async def test_links_and_files_that_are_not_finished_are_not_taken(tmp_path: Path):
    taken = Taken(tmp_path)
    (tmp_path / "a.csv.part").write_bytes(b"x")
    (tmp_path / ".a.csv").write_bytes(b"x")
    (tmp_path / "link.csv").symlink_to("/etc/hostname")
    (tmp_path / "folder").mkdir()
    await taken.folder.look()
    await taken.folder.look()
    assert taken.files == []


async def test_of_several_workers_one_takes_the_files(tmp_path: Path):
    first, second = Taken(tmp_path), Taken(tmp_path)
    with first.folder._lock() as ours, second.folder._lock() as theirs:
        assert (ours, theirs) == (True, False)
    with second.folder._lock() as theirs:
        assert theirs


async def test_a_folder_that_cannot_be_is_said(tmp_path: Path):
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match=r"options\.folder"):
        async with Taken(tmp_path / "file" / "folder").folder.running():
            pass


async def test_a_file_that_was_taken_goes_after_its_days_and_a_refused_one_after_more(
    tmp_path: Path,
):
    taken = Taken(tmp_path)
    for name, wrong in (("a.csv", []), ("b.csv", ["row 3: too short"])):
        taken.wrong = wrong
        (tmp_path / name).write_bytes(name.encode())
        await taken.folder.look()
        await taken.folder.look()
    taken.now += 30 * 24 * 3600
    await taken.folder.look()
    assert len(names(tmp_path)) == 3
    taken.now += 1
    await taken.folder.look()
    left = names(tmp_path)
    assert [name.partition("/")[0] for name in left] == ["refused", "refused"]
    taken.now += 60 * 24 * 3600 - 1
    await taken.folder.look()
    assert names(tmp_path) == left
    taken.now += 1
    await taken.folder.look()
    assert names(tmp_path) == []


@pytest.mark.parametrize("wrong", [[], ["row 3: too short"]])
async def test_what_was_taken_or_refused_is_for_its_owner_alone(tmp_path: Path, wrong: list[str]):
    taken = Taken(tmp_path)
    taken.wrong = wrong
    there = tmp_path / ("refused" if wrong else "done")
    there.mkdir(mode=0o755)
    (tmp_path / "a.csv").write_bytes(b"x")
    (tmp_path / "a.csv").chmod(0o664)
    await taken.folder.look()
    await taken.folder.look()
    assert there.stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in there.iterdir()} == {0o600}


@pytest.mark.parametrize("days", ["done_days", "refused_days"])
async def test_how_long_a_file_stays_is_more_than_nothing(tmp_path: Path, days: str):
    options = {"folder": str(tmp_path), days: 0}
    source = SourceSettings(
        "lab", "L", "L", "lab", "edifact", organisation="RNG01", options=options
    )
    with pytest.raises(SettingsError, match=days):
        CONNECTOR.open(source, Taken(tmp_path).kept, tmp_path.joinpath)
