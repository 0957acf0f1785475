"""Notes, keys and checkpoints against the examples other people's tools are tested with."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest

from carerecord.audit.notes import (
    COSIGNER,
    Checkpoint,
    Key,
    Note,
    NoteUnreadable,
    PublicKey,
    Signature,
)

# The example of Go's golang.org/x/mod/sumdb/note, which first wrote the format.
VERIFIER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
SEED = base64.b64decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:]
TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
LINE = "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"

# The example checkpoint of c2sp.org/tlog-cosignature.
SEEN = """example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==
"""
AT = datetime(2026, 11, 21, 8, 30, tzinfo=UTC)


def test_the_published_note_is_read_and_its_signature_is_right():
    note = Note.read(f"{TEXT}\n{LINE}")
    assert note.text == TEXT
    assert str(note) == f"{TEXT}\n{LINE}"
    assert PublicKey.read(VERIFIER).signed(note)


def test_the_published_key_signs_the_published_signature():
    key = Key("PeterNeumann", SEED)
    assert str(key.public) == VERIFIER
    assert str(key.sign(Note(TEXT))) == f"{TEXT}\n{LINE}"
    assert SEED.hex() not in repr(key)


def test_another_text_name_or_signature_is_not_signed():
    public = PublicKey.read(VERIFIER)
    note = Note.read(f"{TEXT}\n{LINE}")
    assert not public.signed(Note(TEXT.replace("is", "was"), note.signatures))
    assert not public.signed(Note(TEXT))
    (one,) = note.signatures
    other = Signature(one.name, one.key_id, bytes([one.signed[0] ^ 1]) + one.signed[1:])
    assert not public.signed(Note(TEXT, (other,)))
    assert not PublicKey("PeterNeumann", COSIGNER, public.raw).signed(note)


def test_the_published_checkpoint_is_read_as_it_is():
    note = Note.read(SEEN.encode())
    found = Checkpoint.of(note)
    assert (found.origin, found.size) == ("example.com/behind-the-sofa", 20852163)
    assert found.note.text == note.text
    witness = note.signatures[1]
    assert (witness.name, witness.key_id.hex()) == ("witness.example.com/w1", "8d66cf3f")
    assert int.from_bytes(witness.signed[:8], "big") == 1679315147
    assert str(note) == SEEN


def test_a_witness_signs_with_its_time_and_the_log_without():
    log = Key("region.example/audit", bytes(32))
    witness = Key("witness.example/w1", bytes([7]) * 32, COSIGNER)
    note = witness.sign(log.sign(Checkpoint("region.example/audit", 3, bytes(32)).note), AT)
    read = Note.read(str(note))
    assert log.public.signed(read)
    assert witness.public.signed(read)
    assert witness.public.times(read) == [AT]
    assert log.public.times(read) == []
    assert Checkpoint.of(read).size == 3


def test_a_cosignature_with_another_time_is_not_right():
    witness = Key("w1", bytes(32), COSIGNER)
    note = witness.sign(Checkpoint("o", 3, bytes(32)).note, AT)
    (one,) = note.signatures
    later = (int.from_bytes(one.signed[:8], "big") + 60).to_bytes(8, "big") + one.signed[8:]
    moved = Note(note.text, (Signature(one.name, one.key_id, later),))
    assert not witness.public.signed(moved)
    assert witness.public.times(moved) == []


@pytest.mark.parametrize(
    "written",
    [
        "",
        TEXT,
        f"{TEXT}\n",
        f"{TEXT}\n{LINE[:-1]}",
        f"{TEXT}\n{LINE}\n",
        f"{TEXT}\n{LINE.replace('—', '-')}",
        f"{TEXT}\n— Peter+Neumann {LINE.split()[2]}\n",
        f"{TEXT}\n— PeterNeumann !!!!\n",
        f"{TEXT}\n— PeterNeumann AAAA\n",
        f"{TEXT}\r\n{LINE}",
        f"{TEXT}\n{LINE * 101}",
        b"\xff\n\n" + LINE.encode(),
        f"{'x' * 1_000_001}\n\n{LINE}",
    ],
)
def test_what_is_no_note_is_refused(written: str | bytes):
    with pytest.raises(NoteUnreadable):
        Note.read(written)


@pytest.mark.parametrize(
    "text",
    [
        "o\n1\n",
        "o\n-1\nAAAA\n",
        "o\n01\nAAAA\n",
        "o\n1\nAAAA\n",
        "o\n1\n!\n",
        "\n1\nAAAA\n",
        "o\n1e3\nAAAA\n",
    ],
)
def test_what_is_no_checkpoint_is_refused(text: str):
    with pytest.raises(NoteUnreadable):
        Checkpoint.of(Note(text))


@pytest.mark.parametrize(
    "text", ["", "a+b", VERIFIER.replace("c74f", "c74e"), VERIFIER[:-4], "a+00000000+AA==", "a+0+!"]
)
def test_what_is_no_verifier_key_is_refused(text: str):
    with pytest.raises(ValueError, match="verifier key"):
        PublicKey.read(text)


@pytest.mark.parametrize(("name", "seed"), [("a b", bytes(32)), ("", bytes(32)), ("a", bytes(31))])
def test_what_is_no_signing_key_is_refused(name: str, seed: bytes):
    with pytest.raises(ValueError, match="key"):
        Key(name, seed)
