"""The pages that say how to connect a source are done as they stand."""

from __future__ import annotations

import asyncio
import re
import shlex
import tomllib
from collections.abc import Callable, Iterator
from contextlib import chdir
from pathlib import Path

import pytest

from carerecord import cli
from carerecord.access import AccessStore
from carerecord.config import Settings, read, region_key
from carerecord.connectors.documents.fake import Sender
from carerecord.connectors.documents.feed import DocumentFeed
from carerecord.connectors.folder_feed import FolderFeed
from carerecord.connectors.hl7v2.fake import Engine
from carerecord.connectors.hl7v2.feed import HospitalFeed
from carerecord.connectors.hl7v2.tests.hl7v2_messages import ADMITTED, NUMBER, STAY
from carerecord.contract import Person
from carerecord.edge import Aside, Edge, Feeding
from carerecord.edge.opening import Listening
from carerecord.fhir.cda.tests.cda_written import document
from carerecord.identity import People
from carerecord.store import Database

PAGES = Path(__file__).parents[3] / "docs/how-to"
ASKED = (PAGES / "add-a-source.md").read_text("utf-8")
SENDS = (PAGES / "connect-a-source-that-sends.md").read_text("utf-8")
REGION = '[region]\nname = "A region"\n'
MARGERY = Person("p1", NUMBER, "Gibson", "Margery", birth_date="1938-02-11")
ADA = Person("p2", "9990000042", "Hope", "Ada", birth_date="1948-11-08")


def blocks(text: str, kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


Run = Callable[[str], tuple[int, str]]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Run:
    def run(line: str) -> tuple[int, str]:
        return cli.run(shlex.split(line)[1:]), capfd.readouterr().out

    return run


def commands(text: str) -> list[str]:
    return [line for one in blocks(text, "sh") for line in one.splitlines()]


@pytest.fixture
def here(tmp_path: Path, migrated_file: Path) -> Iterator[Path]:
    (tmp_path / "region.db").write_bytes(migrated_file.read_bytes())
    with chdir(tmp_path):
        yield tmp_path


def test_a_source_is_one_block_and_the_check_says_what_is_wrong(here: Path, run: Run):
    (block,) = blocks(ASKED, "toml")
    nowhere = block.replace("https://fhir.northgate.example", "http://127.0.0.1:1")
    (here / "my-region.toml").write_text(REGION + nowhere, "utf-8")
    check, enable, serve = commands(ASKED)
    code, said = run(check)
    assert code == 1
    assert "pass       Settings" in said
    assert "Reached: It could not be reached: refused the connection." in said
    assert run(enable)[0] == 0
    assert serve == ".venv/bin/carerecord serve --config my-region.toml"


async def told(here: Path, settings: Settings) -> list[str]:
    """What each of the three sends, and how it is answered."""
    db = Database.open(here / "region.db")
    try:
        key = region_key(settings)
        await People(db).add([MARGERY, ADA])
        edge = Edge(db, key)
        receive = AccessStore(db, key).receive_within
        feeding = Feeding(db, edge, Aside(db, edge), People(db), receive)
        listening = Listening.of(settings, feeding)
        async with listening.running():
            return [await answered(feed) for feed in listening.feeds]
    finally:
        db.close()


async def answered(feed: object) -> str:
    match feed:
        case HospitalFeed():
            async with Engine("127.0.0.1", feed.listener.port) as engine:
                stranger = STAY.message("A01", ADMITTED).replace(NUMBER.encode(), b"9990000107")
                answers = [
                    await engine.send(STAY.message("A01", ADMITTED)),
                    await engine.send(stranger),
                ]
                return " ".join(one.only("MSA").text(1) for one in answers)
        case DocumentFeed():
            async with Sender("127.0.0.1", feed.port.number) as sender:
                return str((await sender.post("/cda", document())).status)
        case FolderFeed():
            (file,) = blocks(SENDS, "csv")
            return str(await feed.take(file.encode()))
    raise AssertionError(feed)


def test_each_source_that_sends_is_one_block_and_is_heard(here: Path, run: Run):
    *sources, between = blocks(SENDS, "toml")
    local = re.sub(r'listen = "127.0.0.1:\d+"', 'listen = "127.0.0.1:0"', "\n".join(sources))
    (here / "my-region.toml").write_text(REGION + local, "utf-8")
    check, _, post, waiting, again = commands(SENDS)
    assert run(check)[0] == 0
    assert asyncio.run(told(here, read(here / "my-region.toml"))) == ["AA AA", "201", "[]"]
    assert post.endswith("http://127.0.0.1:2580/cda")
    assert "nobody here has its NHS number" in run(waiting)[1]
    assert run(again)[0] == 1
    assert (here / "from-the-council").is_dir()
    options = tomllib.loads(between.replace("[source.options]", "[options]"))["options"]
    assert options.keys() == {"listen", "certificate", "key", "clients"}
