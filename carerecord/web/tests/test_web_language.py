"""A second language needs its catalogue alone: the same keys and braces, and no words of ours left in a template."""

from __future__ import annotations

import re
from string import Formatter

import pytest
from jinja2 import nodes

from carerecord.config import SettingsError
from carerecord.sections import SECTIONS
from carerecord.viewing.headings import HEADINGS
from carerecord.web.frame_words import FRAME
from carerecord.web.language import catalogues, spoken
from carerecord.web.messages import MESSAGES
from carerecord.web.render import environment
from carerecord.web.state_words import STATES
from carerecord.web.tests.client import Browser, Page
from carerecord.web.tests.harness import WebRegion

SPOKEN = FRAME | STATES | HEADINGS
"""What every language has to have: the frame of a record, its lists, and every state. The rest may follow."""
CONVERTED = (
    "base.html",
    "record.html",
    "notice.html",
    "listing.html",
    "section/page.html",
    "documents/page.html",
)
NOT_ENGLISH = re.compile(r"^(page|section|column|banner\.gender)\.")
"""English has these in the code: titles and nouns of sections, headings of columns."""
GRAMMAR = {"are"}  # of English alone
SAME = {"state.1", "state.narrow", "not-shown.source"}  # no words but what is filled in


def braces(words: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(words) if name is not None}


@pytest.fixture(scope="module", params=sorted(catalogues()))
def language(request: pytest.FixtureRequest) -> str:
    return request.param


def test_a_language_has_every_sentence_of_the_frame_and_the_states(language: str):
    assert SPOKEN.keys() - catalogues()[language].keys() == set()


def test_a_language_has_no_sentence_that_nothing_says(language: str):
    known = {key for key in catalogues()[language] if not NOT_ENGLISH.match(key)}
    assert known - MESSAGES.keys() == set()


def test_every_sentence_has_the_braces_of_the_english_one(language: str):
    said = catalogues()[language]
    wrong = {
        key: words
        for key, words in said.items()
        if key in MESSAGES and braces(words) != braces(MESSAGES[key]) - GRAMMAR
    }
    assert wrong == {}
    assert {key for key in SPOKEN if said[key] == SPOKEN[key]} <= SAME


def test_a_language_names_every_section_and_column(language: str):
    said = catalogues()[language]
    names = {f"section.{one.name}{end}" for one in SECTIONS for end in ("", ".one", ".many")}
    names |= {f"column.{one}" for section in SECTIONS for one in section.columns}
    assert names - said.keys() == set()


@pytest.mark.parametrize("template", CONVERTED)
def test_no_word_stands_in_a_template_outside_the_catalogue(template: str):
    source, _, _ = environment().loader.get_source(environment(), template)
    source = re.sub(r"{% block kind %}.*?{% endblock %}", "", source)  # names of classes
    text = "".join(
        one.data if isinstance(one, nodes.TemplateData) else "\x00" for one in _output(source)
    )
    labels = re.findall(r'(?:aria-label|data-label|title|alt)="([^"\x00]+)"', text)
    assert (re.findall(r"[A-Za-z]{2,}", re.sub(r"<[^>]*>?|&\w+;", " ", text)), labels) == ([], [])


def _output(source: str) -> list[nodes.Node]:
    found = environment().parse(source).find_all(nodes.Output)
    return [one for output in found for one in output.nodes]


def welsh(path: str, **headers: str) -> Page:
    return Browser(WebRegion().app).get(path, **headers)


def test_a_page_speaks_the_language_the_browser_prefers():
    page = welsh("/design/4b/problems", accept_language="cy-GB,cy;q=0.9,en;q=0.5")
    assert '<html lang="cy">' in page.text
    assert "Problemau a diagnosisau: heb eu cofnodi yn y 1 ffynhonnell a atebodd" in page.words
    assert "Nid yw Weston General Hospital ar gael." in page.words
    assert "not recorded in" not in page.words


@pytest.mark.parametrize(
    ("path", "header"),
    [
        ("/design/4b/problems", ""),
        ("/design/4b/problems", "fr,en;q=0.2"),
        ("/design/4b/problems", "en-GB,cy;q=0.4"),
        ("/design/4b/problems", "cy;q=0"),
        ("/design/4b/problems", "cy;q=x"),
        ("/design/4b/problems?lang=en", "cy"),
        ("/design/4b/problems?lang=../cy", ""),
    ],
)
def test_a_page_speaks_english_otherwise(path: str, header: str):
    page = welsh(path, accept_language=header)
    assert '<html lang="en-GB">' in page.text
    assert "Problems and diagnoses not recorded in the 1 source that answered" in page.words


def test_a_region_speaks_what_it_chose_and_no_more():
    assert spoken(["en"]) == {"en"}
    with pytest.raises(SettingsError, match="no catalogue for 'xx'"):
        spoken(["en", "xx"])


def test_what_a_source_sent_stays_as_it_was_and_says_that_it_is_english():
    text = welsh("/design/1/problems?lang=cy").text
    rows = text.split('<tbody lang="en-GB">')[1].split("</tbody>")[0]
    assert "Hypertension" in rows
    assert re.search(r'<a class="small" lang="cy"[^>]*>Gweld y cofnod', rows)


def test_a_page_that_is_not_converted_yet_says_that_its_words_are_english():
    text = welsh("/design/1/medicines?lang=cy").text
    main = text.split("<main")[1]
    assert "Casglwyd am 10:02 heddiw" in text
    assert '<div lang="en-GB">' in main
