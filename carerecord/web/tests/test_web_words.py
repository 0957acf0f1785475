"""Plain words: nothing that only makers of systems say, in the catalogue or on a page (ux 1 and 14, test 15)."""

from __future__ import annotations

import re

from carerecord.web.messages import MESSAGES
from carerecord.web.render import environment
from carerecord.web.tests.client import Browser
from carerecord.web.tests.harness import WebRegion

JARGON = re.compile(
    r"\b(API|JSON|XML|FHIR|HTTPS?|URL|UUID|null|undefined|NaN|NoneType|exception|traceback|timed? ?out|timeout"
    r"|payload|endpoint|resources?|bundle|query|queries|database|backend|server|client|cache|token|timestamp"
    r"|retrieve[sd]?|execute[sd]?|invalid|failed to|fetch failed|submit|click here|please|user|break.glass)\b",
    re.IGNORECASE,
)
SHORTENED = re.compile(r"\b(NKA|NKDA|Nil known|e\.g\.|i\.e\.|etc\.)", re.IGNORECASE)
GUESSED = re.compile(r"\b(he|she|his|her|him|hers)\b", re.IGNORECASE)
MARKUP = re.compile(r"<style.*?</style>|<script.*?</script>|<[^>]+>|\{[%#{].*?[%#}]\}", re.DOTALL)


def hits(words: str) -> list[str]:
    return [m.group(0) for rule in (JARGON, SHORTENED, GUESSED) for m in rule.finditer(words)]


def test_every_sentence_of_the_catalogue_is_in_plain_words():
    plain = {name: re.sub(r"\{\w*\}", "x", words) for name, words in MESSAGES.items()}
    assert {name: said for name, words in plain.items() if (said := hits(words))} == {}


def test_what_templates_say_is_in_plain_words():
    found = {}
    for name in environment().list_templates(extensions=["html"]):
        source, _, _ = environment().loader.get_source(environment(), name)
        if said := hits(MARKUP.sub(" ", source)):
            found[name] = said
    assert found == {}


def test_no_page_of_a_state_says_a_word_of_makers():
    browser, found = Browser(WebRegion().app), {}
    states = ("5", "6", "11", "sources", "broken", "emergency")
    pages = ("medicines", "allergies", "results", "timeline", "changes")
    for path in (*(f"/design/{key}" for key in states), *(f"/design/2/{slug}" for slug in pages)):
        if said := hits(browser.get(path).words):
            found[path] = said
    assert found == {}
