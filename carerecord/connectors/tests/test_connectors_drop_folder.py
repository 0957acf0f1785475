"""A file is taken when it is whole, kept before it is moved, and moved where its sender can see what became of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from carerecord.config import SettingsError
from carerecord.connectors.contract import NotKept
from carerecord.connectors.drop_folder import DropFolder


class Taken:
    def __init__(self, folder: Path) -> None:
        self.files: list[bytes] = []
        self.wrong: list[str] = []
        self.away = False
        self.folder = DropFolder("lab", folder, self.take, 60)

    async def take(self, raw: bytes) -> list[str]:
        if self.away:
            raise NotKept
        self.files.append(raw)
        return self.wrong


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
