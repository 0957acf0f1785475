"""Print is a link, and that it was chosen is written down before the page is sent (ux 10)."""

from __future__ import annotations

import re
from dataclasses import replace

from carerecord.viewing.contract import View
from carerecord.web.tests import gibson
from carerecord.web.tests.harness import DOCTOR, WebRegion, answer, view_of

BASE = "/p/h-yregram-p"


def gibsons() -> View:
    return view_of(
        answer("riverside-gp", gibson.RIVERSIDE), answer("northgate-acute", gibson.NORTHGATE)
    )


def test_the_link_is_written_down_before_the_page_is_sent():
    region = WebRegion().holds(gibsons())
    read = region.browser().get(f"{BASE}/documents")
    assert region.door.printed == []
    assert f'<a href="{BASE}/documents?print=yes">Print</a>' in read.text
    page = region.browser().get(f"{BASE}/documents?print=yes")
    [sections] = region.door.printed
    assert "letters" in sections
    assert "This page is written down as printed" in page.words
    assert re.findall(r"<details(?! open)", page.text) == []
    assert page.body == region.door.released[-1][1]


def test_nothing_to_print_is_sent_when_it_cannot_be_written_down():
    region = WebRegion().holds(gibsons())
    region.door.writes_down = False
    page = region.browser().get(f"{BASE}/medicines?print=yes")
    assert page.status == 503
    assert "GIBSON" not in page.text


def test_a_link_to_print_keeps_what_the_page_was_about():
    page = WebRegion().holds(gibsons()).browser().get(f"{BASE}/medicines?show=all")
    assert f'href="{BASE}/medicines?show=all&amp;print=yes"' in page.text


def test_a_care_home_is_offered_no_printing_and_asking_for_it_does_nothing():
    nurse = replace(DOCTOR, id="n.c", role="care-home-nurse", role_name="Care home nurse")
    region = WebRegion().holds(replace(gibsons(), viewer=nurse))
    region.desk.joins(nurse)
    page = region.browser(nurse).get(f"{BASE}/medicines?print=yes")
    assert region.door.printed == []
    assert ">Print</a>" not in page.text
    assert "Printing is off for your role." in page.words
    assert 'class="idle-page record"' in page.text


def test_the_ambulance_view_is_never_offered_for_printing():
    page = WebRegion().holds(gibsons()).page("ambulance")
    assert ">Print</a>" not in page.text
    assert "@media print{body>*{display:none!important}" in page.text
