"""A Bundle is read whole, or piece by piece; nothing that was sent goes uncounted."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carerecord.connectors.bundle import read_bundle
from carerecord.connectors.contract import SourceError, SourceFault, SourceUnreadable

CORPUS = Path(__file__).parents[4] / "shared/data/bad-input/json"


def bundle(*entries, **envelope):
    parts = ",".join(entries)
    rest = "".join(f",{json.dumps(k)}:{json.dumps(v)}" for k, v in envelope.items())
    return f'{{"resourceType":"Bundle"{rest},"entry":[{parts}]}}'.encode()


GOOD = '{"resource":{"resourceType":"Flag","id":"good","code":{"text":"a } b \\" { ["}}}'


@pytest.mark.parametrize(
    "bad",
    [
        pytest.param('{"resource":{"resourceType":"Flag","n":NaN}}', id="nan"),
        pytest.param('{"resource":{"resourceType":"Flag","n":01}}', id="leading-zero"),
        pytest.param('{"resource":{"resourceType":"Flag","n":1,}}', id="trailing-comma"),
        pytest.param('{"resource":{"resourceType":"Flag","a":1,"a":2}}', id="two-of-a-name"),
        pytest.param('{"resource":{"resourceType":"Flag","a" :1,"a":2}}', id="two-spaced"),
        pytest.param('{"resource":{"resourceType":"Flag","a":1,"\\u0061":2}}', id="two-escaped"),
        pytest.param(
            '{"resource":{"resourceType":"Flag","t":"x\\u0022:","a":1,"a":2}}', id="two-masked"
        ),
        pytest.param('{"resource":{"resourceType":7}}', id="type-is-a-number"),
        pytest.param('{"resource":{"id":"x"}}', id="no-type"),
        pytest.param('{"resource":null}', id="null"),
        pytest.param('{"resource":[1]}', id="array"),
        pytest.param('{"fullUrl":"urn:uuid:1"}', id="no-resource"),
        pytest.param(
            '{"resource":{"resourceType":"Flag","id":"a"},"resource":{"resourceType":"Flag"}}',
            id="two-resources",
        ),
        pytest.param('"words"', id="string"),
        pytest.param("null", id="entry-null"),
        pytest.param(
            '{"resource":{"resourceType":"Flag","a":' + "[" * 9000 + "]" * 9000 + "}}", id="deep"
        ),
    ],
)
def test_one_bad_resource_is_counted_and_hides_no_other(bad):
    read = read_bundle(bundle(GOOD, bad, GOOD), "s")
    assert [item.resource["id"] for item in read.items] == ["good", "good"]
    assert len(read.unreadable) == 1


def test_bytes_that_are_not_utf8_spoil_their_own_resource_only():
    bad = b'{"resource":{"resourceType":"Flag","id":"\xff"}}'
    body = bundle(GOOD, "BAD").replace(b"BAD", bad)
    read = read_bundle(body, "s")
    assert (len(read.items), len(read.unreadable)) == (1, 1)


@pytest.mark.parametrize(
    ("body", "failure"),
    [
        (b"", SourceUnreadable),
        (b"<html></html>", SourceUnreadable),
        (b"[]", SourceUnreadable),
        (b"null", SourceUnreadable),
        (b'{"resourceType":"Patient","id":"p"}', SourceUnreadable),
        (b'{"resourceType":"Bundle","entry":null}', SourceUnreadable),
        (b'{"resourceType":"Bundle","entry":{"resource":{}}}', SourceUnreadable),
        (b'{"resourceType":"Bundle","entry":[],"entry":[]}', SourceUnreadable),
        (b'{"resourceType":"Bundle","resourceType":"Bundle","entry":[', SourceUnreadable),
        (bundle(GOOD)[:-30], SourceUnreadable),
        (b'{"resourceType":"Bundle","a":' + b"[" * 200_000, SourceUnreadable),
        (b'{"resourceType":"OperationOutcome","issue":[]}', SourceFault),
    ],
)
def test_what_is_no_bundle_is_named_for_what_it_is(body, failure):
    with pytest.raises(failure):
        read_bundle(body, "s")


def test_every_item_keeps_its_bytes_and_its_decimals():
    raw = '{"resourceType":"Observation", "id":"o" ,"v":72.50,"w":[1e-7,4]}'
    read = read_bundle(bundle(f'{{"resource":{raw}}}'), "s")
    assert read.items[0].raw == raw.encode()
    assert str(read.items[0].resource["v"]) == "72.50"
    assert [str(n) for n in read.items[0].resource["w"]] == ["1e-7", "4"]


@pytest.mark.parametrize(
    ("severity", "partial"),
    [("information", False), ("success", False), ("warning", True), ("error", True), (None, True)],
)
def test_what_the_source_says_beside_its_answer_is_kept_in_its_words(severity, partial):
    issue = {"severity": severity, "code": "x", "details": {"text": "Items excluded"}}
    outcome = json.dumps({"resource": {"resourceType": "OperationOutcome", "issue": [issue]}})
    read = read_bundle(bundle(GOOD, outcome), "s")
    assert read.warnings == ("Items excluded",)
    assert bool(read.incomplete) is partial
    assert len(read.items) == 1


ON = {"relation": "next", "url": "https://fhir.example/2"}


@pytest.mark.parametrize("space", [None, 1])
@pytest.mark.parametrize(
    "link",
    [
        pytest.param([{"relation": "next"}], id="no-address"),
        pytest.param([{"relation": "next", "url": ""}], id="empty"),
        pytest.param([{"relation": "next", "url": 2}], id="a-number"),
        pytest.param([{"relation": ["next"], "url": "https://fhir.example/2"}], id="a-list"),
        pytest.param([{"rel": "next", "url": "https://fhir.example/2"}], id="another-name"),
        pytest.param([ON, {**ON, "url": "https://fhir.example/3"}], id="two-places"),
        pytest.param("https://fhir.example/2", id="no-link"),
        pytest.param([None], id="null"),
    ],
)
def test_a_link_that_leads_nowhere_is_no_end(link, space):
    body = json.dumps(json.loads(bundle(GOOD, link=link)), indent=space).encode()
    read = read_bundle(body, "a")
    assert read.incomplete == "does not say clearly whether or where its answer goes on"
    assert len(read.items) == 1


@pytest.mark.parametrize(
    ("link", "on"),
    [(None, ""), ([], ""), ([{**ON, "relation": "self"}], ""), ([ON, ON], ON["url"]), ([{**ON, "relation": "Next"}], ON["url"])],
)  # fmt: skip
def test_a_link_is_followed_or_there_is_none(link, on):
    read = read_bundle(bundle(GOOD, link=link), "a")
    assert (read.next_link, read.incomplete) == (on, "")


def test_total_link_and_byte_order_mark_are_read():
    links = [{"relation": "self", "url": "a"}, {"relation": "next", "url": "b"}]
    read = read_bundle(b"\xef\xbb\xbf" + bundle(GOOD, total=7, link=links), "s")
    assert (read.total, read.entries, read.next_link) == (7, 1, "b")


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_spoiled_body_never_raises_anything_but_a_source_error(data):
    body = bytearray(bundle(GOOD, GOOD, total=2))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(body) - 1))
        body[at : at + data.draw(st.integers(0, 5))] = data.draw(st.binary(max_size=4))
    try:
        read = read_bundle(bytes(body), "s")
    except SourceError:
        return
    assert all(json.loads(item.raw) for item in read.items)


_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=8,
)


@settings(max_examples=200, deadline=None)
@given(st.lists(_values, max_size=4), st.booleans(), st.sampled_from(["", " "]))
def test_a_page_is_read_alike_at_one_go_and_entry_by_entry(values, escaped, space):
    resources = [{"resourceType": "Flag", "v": value} for value in values]
    entries = [
        json.dumps({"resource": one}, ensure_ascii=escaped, separators=(",", f":{space}"))
        for one in resources
    ]
    body = bundle(*entries, total=len(entries))
    at_once, by_entry = read_bundle(body, "s"), read_bundle(b" " + body, "s")
    assert [(i.resource, i.raw) for i in at_once.items] == [
        (i.resource, i.raw) for i in by_entry.items
    ]
    assert [item.resource for item in at_once.items] == resources
    assert (at_once.total, at_once.entries) == (by_entry.total, by_entry.entries)


@pytest.mark.parametrize("kind", ["y", "n", "i"])
def test_the_json_suite_inside_a_resource(kind):
    if not CORPUS.is_dir():
        pytest.skip("the bad-input corpus is not beside the project")
    for file in sorted(CORPUS.glob(f"{kind}_*.json")):
        value = file.read_bytes()
        body = bundle(GOOD, "BAD").replace(
            b"BAD", b'{"resource":{"resourceType":"Flag","id":"x","v":%b}}' % value
        )
        try:
            read = read_bundle(body, "s")
        except SourceUnreadable:
            assert kind != "y", file.name
            continue
        flags = [item.resource["id"] for item in read.items]
        assert "good" in flags, file.name
        if kind == "n":
            assert "x" not in flags, file.name
        if kind == "y" and b"dup" not in file.name.encode():
            assert flags == ["good", "x"], file.name


@pytest.mark.parametrize("end", [b"", b"\\", b'"]}'])
def test_a_string_that_never_closes_takes_no_longer_for_the_quotes_in_it(end: bytes):
    body = b'{"resourceType":"Bundle","entry":[{"a":"' + b'\\"' * 200_000 + end
    with pytest.raises(SourceUnreadable):
        read_bundle(body, "s")
