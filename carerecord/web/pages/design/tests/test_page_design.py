"""The gallery: in a training copy alone, of nobody, and with every part that a template has."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest
from jinja2 import nodes

from carerecord.web.pages.design.page import TITLES, drawing
from carerecord.web.pages.design.states import OTHERS, STATES, view_of
from carerecord.web.render import environment
from carerecord.web.tests.client import Browser
from carerecord.web.tests.harness import WebRegion

CARDS = "summary/cards/"
HEADINGS = {
    "1": "Known allergies: 3",
    "2": "Known allergies: at least 2",
    "3": "No known allergies",
    "3b": "No known allergies in the sources that answered",
    "4": "Allergies not recorded",
    "4b": "Allergies not recorded in the 1 source that answered",
    "5": "Records disagree",
    "6": "Allergies unavailable",
    "7": "Waiting for 2 sources",
    "8": "Weston General Hospital has answered: 12 more entries",
    "9": "Copy is 3 days old",
    "10": "Not shared by any source",
    "11": "Not shown",
}


@cache
def parsed(name: str) -> nodes.Template:
    source, _, _ = environment().loader.get_source(environment(), name)
    return environment().parse(source)


def named(name: str) -> Iterator[str]:
    """The templates that this one is made of."""
    for node in parsed(name).find_all((nodes.Extends, nodes.Include, nodes.FromImport)):
        if isinstance(node.template, nodes.Const):
            yield node.template.value
        else:  # the one include that is worked out: the cards of the summary
            yield from (one for one in environment().list_templates() if one.startswith(CARDS))


def all_of(names: set[str]) -> set[str]:
    found = set(names)
    for one in names:
        found |= all_of(set(named(one)) - found)
    return found


def whole_pages() -> set[str]:
    return {drawing(view_of("1"), slug)[0] for slug in TITLES}


def test_every_file_of_components_is_in_the_gallery():
    drawn = all_of(whole_pages() | {"design/page.html", "design/parts.html"})
    frame = {one for one in environment().list_templates(extensions=["html"]) if "/" not in one}
    components = {one for one in environment().list_templates() if list(macros(one))}
    by_itself = {"ambulance/page.html", "idle.html", "idle_head.html"}  # have pages of their own
    assert (frame | components) - by_itself - drawn == set()


def macros(name: str) -> Iterator[str]:
    if name.endswith(".html"):
        yield from (one.name for one in parsed(name).find_all(nodes.Macro))


def test_every_macro_that_pages_share_is_called_in_the_gallery():
    pages = whole_pages() | {"design/page.html", "design/parts.html"}
    calls = {
        (imported.template.value, name)
        for page in all_of(pages)
        for imported in parsed(page).find_all(nodes.FromImport)
        for name in (one if isinstance(one, str) else one[0] for one in imported.names)
    }
    own = {(page, name) for page in all_of(pages) for name in macros(page)}
    shared = {
        (name, macro)
        for name in environment().list_templates()
        for macro in macros(name)
        if name != "ambulance/page.html"
    }
    assert shared - calls - own == set()


@pytest.mark.parametrize("path", ["/design", "/design/parts", "/design/1", "/design/1/medicines"])
def test_it_is_in_a_training_copy_alone(path: str):
    assert Browser(WebRegion(demo=True).app).get(path).status == 200
    assert Browser(WebRegion(demo=False).app).get(path).status == 404


@pytest.fixture(scope="module")
def gallery() -> Browser:
    return Browser(WebRegion().app)


@pytest.mark.parametrize("key", STATES)
def test_each_state_stands_under_its_own_words(gallery: Browser, key: str):
    words = gallery.get("/design").text.split(f'id="state-{key}"')[1].split('<h2 id="state-')[0]
    assert f'<p class="says">{HEADINGS[key]}</p>' in words
    assert gallery.get(f"/design/{key}/allergies").status == 200


@pytest.mark.parametrize("key", OTHERS)
def test_each_other_state_has_a_page(gallery: Browser, key: str):
    page = gallery.get(f"/design/{key}")
    assert page.status == 200
    assert "EXAMPLE, Rowan (Mx)" in page.words
    assert 'href="/p/' not in page.text


def test_a_source_that_answered_in_part_is_not_said_to_be_silent(gallery: Browser):
    words = gallery.get("/design/sources").words
    assert "Weston General Hospital did not answer and may hold more. Not all that" in words
    assert "Valley Laboratory did not answer" not in words


def test_what_is_not_in_the_gallery_is_not_found(gallery: Browser):
    for path in ("/design/12", "/design/1/nothing", "/design/1/item"):
        assert gallery.get(path).status == 404


def test_what_differs_about_who_this_is_stands_field_by_field(gallery: Browser):
    banner = gallery.get("/design/differs").words
    assert "Sources differ about who this is: Name, Gender, Phone (Hillside, Weston)" in banner
    words = gallery.get("/design/differs/people").words
    assert "Name EXAMPLE, Rowan (Mx) Robin Example Hillside Surgery" in words
    assert "Not shown: it is about another person Weston General Hospital" in words
    assert "What differs about who this is" not in gallery.get("/design/1/people").words


@pytest.mark.parametrize("key", [*STATES, *OTHERS])
def test_every_page_is_drawn_in_every_state(key: str):
    browser = Browser(WebRegion(demo=True).app)
    drawn = {
        slug: browser.get(f"/design/{key}{'/' if slug else ''}{slug}").status for slug in TITLES
    }
    assert drawn == dict.fromkeys(TITLES, 200)
