"""Two columns on a wide screen: cards stand side by side in their order, and a long one leaves no hole beside it."""

from __future__ import annotations

from random import Random

from carerecord.web.pages.summary.sides import HOLE, Sides, lines_of


def card(rows: int) -> str:
    return "<section><h2>Card</h2>" + "<li>A row of it</li>" * rows + "</section>"


def test_beside_a_long_card_stand_as_many_short_ones_as_have_room():
    sides = Sides()
    placed = [sides.right(card(rows)) for rows in (1, 20, 5, 5, 5, 5, 5)]
    assert placed == [False, True, False, False, False, True, False]


def test_cards_of_about_one_length_stand_side_by_side_in_their_order():
    sides = Sides()
    assert [sides.right(card(rows)) for rows in (12, 10, 12, 14, 11)] == [
        False,
        True,
        False,
        True,
        False,
    ]


def test_no_column_is_longer_than_the_other_by_more_than_one_card():
    random = Random(4)
    for _ in range(200):
        sides, heights = Sides(), [0.0, 0.0]
        cards = [card(random.randint(0, 40)) for _ in range(random.randint(1, 12))]
        for one in cards:
            heights[sides.right(one)] += lines_of(one)
        assert abs(heights[0] - heights[1]) <= max(map(lines_of, cards)) + HOLE


def test_words_that_need_more_lines_make_a_card_longer_and_its_markup_does_not():
    assert lines_of("<li>" + "word " * 100 + "</li>") > lines_of("<li>word</li>") + 5
    assert lines_of(
        '<li><a href="/p/h/item/0123456789abcdef" class="small">word</a></li>'
    ) == lines_of("<li>word</li>")
