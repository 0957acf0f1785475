"""Named statements, as files hold them."""

from __future__ import annotations

import pytest

from carerecord.store import sql
from carerecord.store.named_sql import read_statements
from carerecord.store.postgres_wire import translated

TEXT = """-- What this file is for.

-- name: first
-- Why it has this shape; 100% sure :really
SELECT a
FROM thing -- kept
WHERE id = :id;

-- name: second_one
SELECT ';' AS semicolon
"""


def test_each_statement_has_its_name(tmp_path):
    (tmp_path / "queries.sql").write_text(TEXT)
    queries = sql(str(tmp_path / "store.py"), "queries.sql")
    assert queries.first == "SELECT a\nFROM thing -- kept\nWHERE id = :id"
    assert queries.second_one == "SELECT ';' AS semicolon"
    assert dir(queries) == ["first", "second_one"]
    with pytest.raises(AttributeError, match=r"queries\.sql has no statement named “third”"):
        _ = queries.third


@pytest.mark.parametrize(
    "text", ["-- name: a\n\n-- name: b\nSELECT 1", "-- name: a\nSELECT 1;\n-- name: a\nSELECT 2;"]
)
def test_an_empty_or_repeated_name_is_refused(text):
    with pytest.raises(ValueError, match="“a”"):
        read_statements(text, "queries.sql")


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("a = :a AND b=:b_2", "a = %(a)s AND b=%(b_2)s"),
        ("a LIKE 'x%:y''%' AND b = :b", "a LIKE 'x%%:y''%%' AND b = %(b)s"),
        ("a::text", "a::text"),
        ("a % 2 -- :b\n= :c", "a %% 2 \n= %(c)s"),
    ],
)
def test_parameters_are_spelt_as_the_driver_wants(ours, theirs):
    assert translated(ours) == theirs.encode()
