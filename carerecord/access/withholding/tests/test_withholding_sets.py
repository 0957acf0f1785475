"""A region's own code sets: two people, a whole version at a time, and never less than the law withholds."""

from __future__ import annotations

import pytest

from carerecord.access.withholding import ChangeRefused, RestrictedCodesUnusable, RestrictedSets
from carerecord.access.withholding.restricted import read, read_change, restricted_codes, seed_text
from carerecord.store import Database, StoreError

SEED = seed_text()


def changed(version: str, old: str = "", new: str = "") -> str:
    text = SEED.replace('version = "seed-2"', f'version = "{version}"')
    assert text != SEED
    assert old in text
    return text.replace(old, new, 1) if old else text


async def test_without_a_change_the_sets_of_the_package_are_in_force(db: Database):
    sets = RestrictedSets(db)
    assert await sets.in_force() is restricted_codes()
    assert await sets.text() == SEED
    assert await sets.every() == []


async def test_a_change_is_in_force_in_every_process_once_a_second_person_approves_it(db: Database):
    here, there = RestrictedSets(db), RestrictedSets(db)
    text = changed("north-1", '"57797005",   # Termination of pregnancy\n')
    await here.propose(text, "a.okafor")
    assert (await there.in_force()).version == "seed-2"
    await here.approve("north-1", "b.ward")
    for sets in (here, there):
        codes = await sets.in_force()
        assert codes.version == "north-1"
        assert codes.rule_of("57797005") is None
        assert codes.rule_of("52637005") == "SEN-1"
        assert await sets.text() == text
    (kept,) = await here.every()
    assert (kept.proposed_by, kept.approved_by, kept.in_force) == ("a.okafor", "b.ward", True)


@pytest.mark.parametrize("by", ["a.okafor", "A.Okafor", " a.okafor ", ""])
async def test_nobody_approves_their_own_proposal(db: Database, by: str):
    sets = RestrictedSets(db)
    await sets.propose(changed("north-1"), "a.okafor")
    with pytest.raises(ChangeRefused, match="somebody else"):
        await sets.approve("north-1", by)
    assert (await sets.in_force()).version == "seed-2"


async def test_what_was_proposed_on_other_sets_than_those_in_force_is_proposed_again(db: Database):
    sets = RestrictedSets(db)
    await sets.propose(changed("north-1"), "a.okafor")
    await sets.propose(changed("north-2"), "a.okafor")
    await sets.approve("north-1", "b.ward")
    with pytest.raises(ChangeRefused, match="propose again"):
        await sets.approve("north-2", "b.ward")
    with pytest.raises(ChangeRefused, match="nobody proposed"):
        await sets.approve("north-9", "b.ward")
    with pytest.raises(ChangeRefused, match="already"):
        await sets.propose(changed("north-1"), "c.lee")
    with pytest.raises(ChangeRefused, match="already"):
        await sets.propose(SEED, "c.lee")
    assert (await sets.in_force()).version == "north-1"


async def test_an_unreadable_proposal_is_refused_and_nothing_of_it_is_kept(db: Database):
    sets = RestrictedSets(db)
    with pytest.raises(RestrictedCodesUnusable):
        await sets.propose(changed("north-1", '"8098009"', '"8098008"'), "a.okafor")
    assert await sets.every() == []


async def test_what_was_kept_cannot_be_altered(db: Database):
    sets = RestrictedSets(db)
    await sets.propose(changed("north-1"), "a.okafor")
    with pytest.raises(StoreError):
        await db.write(lambda tx: tx.run("UPDATE restricted_proposal SET content = ''"))
    with pytest.raises(StoreError):
        await db.write(lambda tx: tx.run("DELETE FROM restricted_proposal"))


async def test_the_law_is_withheld_whatever_the_store_says(db: Database):
    text = 'version = "empty"\n'
    await db.write(
        lambda tx: tx.run(
            "INSERT INTO restricted_proposal (version, content, based_on, proposed_by, proposed) "
            "VALUES ('empty', :text, 0, 'x', 0)",
            text=text,
        )
    )
    await db.write(
        lambda tx: tx.run(
            "INSERT INTO restricted_approval (number, version, approved_by, approved) "
            "VALUES (1, 'empty', 'y', 0)"
        )
    )
    codes = await RestrictedSets(db).in_force()
    assert codes.version == "empty"
    assert codes.rule_of("52637005") == "SEN-1"
    assert b"52637005" in codes.sought
    assert codes.rule_of("8098009") is None


def _without_set(name: str) -> str:
    before, _, after = changed("north-1").partition(f'[[set]]\nname = "{name}"')
    return before + after[after.index("[[set]]") :]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(changed("n", '  "52637005",   # In vitro fertilisation\n'), id="emptied"),
        pytest.param(changed("n", '  "407374003",  # Transsexual\n'), id="one-code-left-out"),
        pytest.param(_without_set("human-fertilisation-and-embryology"), id="left-out"),
        pytest.param(changed("n", 'rule = "SEN-1"', 'rule = "SEN-2"'), id="made-less-strict"),
        pytest.param(changed("n", 'rule = "SEN-1"', 'rule = "SEN-8"'), id="made-a-label"),
    ],
)
def test_the_legally_restricted_sets_never_shrink(text: str) -> None:
    with pytest.raises(RestrictedCodesUnusable, match="SEN-1"):
        read_change(text)


def test_the_other_sets_may_be_empty() -> None:
    legal = SEED[: SEED.index('[[set]]\nname = "gender-related-issues"')]
    codes = read_change(legal.replace("seed-2", "only-the-law"))
    assert set(codes.rules.values()) == {"SEN-1"}


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ('version = "1"\n\n[[set]]\nname = "a\n', r"line 4, column"),
        ('version = "1"\n[[set]]\nname = "a"\nrule = "SEN-2"\ncodes = [\n  "8098009",\n  "8098008",\n]', r"'8098008' .*line 7, column 4"),
        ('version = "1"\n[[set]]\nname = "a"\nrule = "SEN-3"\ncodes = []', r"line 4, column 1"),
        ('version = "1"\n[[set]]\nname = "a"\nrule = "SEN-2"\ncodes = []\n[[set]]\nname = "b"\nrule = "SEN-9"\ncodes = []', r"line 8, column 1"),
        ('version = "1"\n[[set]]\nname = "a"\nrule = "SEN-2"\nlabel = "XYZ"\ncodes = []', r"line 5, column 1"),
        ('version = "1"\n[[set]]\nname = "a"\nrule = "SEN-2"\ncode = []', r"line 5, column 1"),
        ('version = "1"\n[[set]]\nname = "a"\nrule = "SEN-2"\ncodes = [8098009]', r"line 5, column 10"),
        ('version = "1"\nhold_probable_leaks = "yes"', r"line 2, column 1"),
        ('version = 1', r"line 1, column 1"),
        ('version = "1"\nsets = 3', r"line 2, column 1"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_by_row_and_column(text: str, where: str) -> None:
    with pytest.raises(RestrictedCodesUnusable, match=where):
        read(text)
