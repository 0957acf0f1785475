"""The tree against RFC 6962's published vectors, and every proof of every small log against its definition."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carerecord.audit.tree import (
    EMPTY,
    Frontier,
    consistency_ranges,
    consistent,
    folded,
    included,
    inclusion_ranges,
    leaf_hash,
    node_hash,
    subtrees,
)
from carerecord.audit.tree.hashing import rightwards

# The eight leaves and the roots that Certificate Transparency's implementations test with.
INPUTS = [bytes.fromhex(one) for one in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
)]  # fmt: skip
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def defined(leaves: list[bytes]) -> bytes:
    """MTH of RFC 6962, 2.1, word for word."""
    if not leaves:
        return EMPTY
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(defined(leaves[:split]), defined(leaves[split:]))


def grown(leaves: list[bytes]) -> Frontier:
    frontier = Frontier()
    for leaf in leaves:
        frontier, _ = frontier.add(leaf)
    return frontier


def hash_of(leaves: list[bytes], low: int, high: int) -> bytes:
    """As a store does it: from whole subtrees."""
    return rightwards(
        [folded(leaves[i << level : (i + 1) << level]) for level, i in subtrees(low, high)]
    )


LEAVES = [leaf_hash(str(n).encode()) for n in range(70)]


def test_the_empty_log_is_the_hash_of_nothing():
    assert Frontier().root == EMPTY == sha256(b"").digest()


@pytest.mark.parametrize("size", range(1, 9))
def test_the_roots_are_the_published_ones(size: int):
    assert grown([leaf_hash(one) for one in INPUTS[:size]]).root.hex() == ROOTS[size - 1]


def test_a_frontier_grows_to_the_root_of_the_definition_and_is_read_again():
    for size in range(len(LEAVES)):
        frontier = grown(LEAVES[:size])
        assert frontier.root == defined(LEAVES[:size])
        assert Frontier.read(size, frontier.stored) == frontier


def test_many_leaves_at_once_are_the_same_as_one_by_one():
    for old in range(20):
        for size in range(old, 40):
            assert grown(LEAVES[:old]).extended(LEAVES[old:size]) == grown(LEAVES[:size])


def test_every_whole_subtree_is_told_once():
    frontier, told = Frontier(), {}
    for leaf in LEAVES[:64]:
        frontier, made = frontier.add(leaf)
        for node in made:
            assert (node.level, node.index) not in told
            told[node.level, node.index] = node.hash
    assert len(told) == 127
    for (level, index), found in told.items():
        assert found == defined(LEAVES[index << level : (index + 1) << level])


@pytest.mark.parametrize("stored", [b"", b"x" * 31, b"x" * 64])
def test_a_frontier_of_another_size_is_refused(stored: bytes):
    with pytest.raises(ValueError, match="frontier"):
        Frontier.read(4, stored)


def test_every_entry_of_every_small_log_is_proved_and_nothing_else():
    for size in range(1, 40):
        root = defined(LEAVES[:size])
        for index in range(size):
            proof = [hash_of(LEAVES, *one) for one in inclusion_ranges(index, size)]
            assert included(LEAVES[index], index, size, proof, root)
            assert not included(LEAVES[index + 1], index, size, proof, root)
            assert not included(LEAVES[index], index, size, [*proof, root], root)
            assert not included(LEAVES[index], index + size, size, proof, root)
            if proof:
                assert not included(LEAVES[index], index, size, proof[:-1], root)


def test_every_small_log_is_proved_to_add_to_every_smaller_one_and_to_no_other():
    for size in range(1, 40):
        root = defined(LEAVES[:size])
        for old in range(size + 1):
            before = defined(LEAVES[:old])
            proof = [hash_of(LEAVES, *one) for one in consistency_ranges(old, size)]
            assert consistent(old, before, size, root, proof)
            if 0 < old < size:
                assert not consistent(old, LEAVES[60], size, root, proof)
                assert not consistent(old, before, size, LEAVES[60], proof)
                assert not consistent(old, before, size, root, proof[:-1])
                assert not consistent(old, before, size, root, [*proof, root])
                assert not consistent(old, before, size, root, [LEAVES[60], *proof[1:]])


@given(st.integers(1, 2**40), st.data())
def test_a_proof_of_a_large_log_is_short(size: int, data: st.DataObject):
    index = data.draw(st.integers(0, size - 1))
    assert len(inclusion_ranges(index, size)) <= (size - 1).bit_length()
    assert len(consistency_ranges(data.draw(st.integers(0, size)), size)) <= size.bit_length() + 1


@pytest.mark.parametrize(("index", "size"), [(0, 0), (5, 5), (-1, 5)])
def test_an_entry_that_is_not_there_has_no_proof(index: int, size: int):
    with pytest.raises(ValueError, match="has no entry"):
        inclusion_ranges(index, size)
    assert not included(LEAVES[0], index, size, [], LEAVES[0])


@pytest.mark.parametrize(("old", "size"), [(6, 5), (-1, 5)])
def test_a_log_that_was_never_that_long_has_no_proof(old: int, size: int):
    with pytest.raises(ValueError, match="never had"):
        consistency_ranges(old, size)
    assert not consistent(old, LEAVES[0], size, LEAVES[0], [])
