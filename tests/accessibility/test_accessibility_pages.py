"""Every page of a record: what axe-core finds, at which widths it scrolls, where the focus is hidden (ux 14)."""

from __future__ import annotations

from pathlib import Path

import pytest
from accessible_pages import ALL, FEW, GALLERY, STATES_OF_PAGES, drawn
from playwright.sync_api import Page

HERE = Path(__file__).parent
AXE = HERE / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (320, 390, 768, 1024, 1440)
SPACING = "* {line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important} p {margin-bottom: 2em !important}"
MORE = [
    pytest.param(path, marks=pytest.mark.slow)
    for path in (*ALL, *STATES_OF_PAGES)
    if path not in FEW
]
EACH = pytest.mark.parametrize("path", [*FEW, *GALLERY, *MORE])

FOUND = """async rules => (await axe.run(document, {runOnly: rules})).violations.map(
    one => [one.id, one.nodes.slice(0, 3).map(node => node.html.slice(0, 160))])"""
UNDER = """() => {
    const one = document.activeElement, banner = document.querySelector('.banner');
    const box = one.getBoundingClientRect();
    if (one === document.body || banner.contains(one) || !box.height) return null;
    const over = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    return over && banner.contains(over) ? one.outerHTML.slice(0, 100) : null;
}"""


@pytest.fixture(scope="module")
def pages(request: pytest.FixtureRequest) -> dict[str, str]:
    """Those that are asked for, before a browser keeps the loop running."""
    here = (one for one in request.session.items if one.path == request.path)
    return drawn({one.callspec.params["path"] for one in here})


@EACH
@pytest.mark.parametrize("width", [320, 1440])
def test_axe_finds_nothing(page: Page, pages, path, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.set_content(pages[path])
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    page.add_script_tag(path=AXE)
    assert page.evaluate(FOUND, RULES) == []


@EACH
@pytest.mark.parametrize(
    "style", ["", "html {font-size: 200%}", SPACING], ids=["as-it-is", "large", "spaced"]
)
def test_no_page_scrolls_sideways(page: Page, pages, path, style):
    page.set_content(pages[path].replace("</head>", f"<style>{style}</style></head>"))
    wide = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        wide[width] = page.evaluate("document.documentElement.scrollWidth")
    assert wide == {width: width for width in WIDTHS}


@pytest.mark.parametrize("path", ["", "/documents"])
@pytest.mark.parametrize("width", [390, 1440])
def test_what_has_the_focus_is_never_under_the_banner(page: Page, pages, path, width):
    page.set_viewport_size({"width": width, "height": 700})
    page.set_content(pages[path])
    stops = page.evaluate("document.querySelectorAll('a[href], button, input, summary').length")
    hidden = []
    for _ in range(min(stops, 90)):
        page.keyboard.press("Tab")
        hidden += [one] if (one := page.evaluate(UNDER)) else []
    assert hidden == []


PARTS_OF_A_DATE = 4  # day, month, year and the calendar are stops of their own in one field
WALKED = ("", "/ambulance", "/design/parts")
STOP = """() => {
    const one = document.activeElement;
    if (!one || one === document.body) return null;
    if (!one.dataset.stop) one.dataset.stop = document.querySelectorAll('[data-stop]').length + 1;
    const box = one.getBoundingClientRect(), look = getComputedStyle(one);
    const label = one.querySelector('span') && one.matches('input') ? one.parentElement : one;
    const shown = look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) > 0
        || look.boxShadow !== 'none' || getComputedStyle(label).boxShadow !== 'none';
    const inside = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0;
    return [+one.dataset.stop, one.outerHTML.slice(0, 90), shown, inside];
}"""
STOPS = """() => [...document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]'
)].filter(one => !one.disabled && one.checkVisibility({visibilityProperty: true})).length"""


@pytest.mark.parametrize(
    ("path", "width"),
    [
        *((path, 1440) for path in WALKED),
        *(
            pytest.param(path, width, marks=pytest.mark.slow)
            for path in (*ALL, *GALLERY, *(one for one in STATES_OF_PAGES if one.count("/") == 2))
            for width in (320, 1440)
            if (path, width) not in ((one, 1440) for one in WALKED)
        ),
    ],
)
def test_the_keyboard_reaches_everything_in_order_and_is_never_caught(page, pages, path, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.set_content(pages[path].replace(" autofocus", ""))  # from the top, as it is read
    stops, seen = page.evaluate(STOPS), []
    for _ in range(stops + 3 + PARTS_OF_A_DATE * page.locator("input[type=date]").count()):
        page.keyboard.press("Tab")
        if (found := page.evaluate(STOP)) is None:
            break
        if seen and found[0] == seen[-1][0] and 'type="date"' in found[1]:
            continue
        if seen and found[0] <= seen[-1][0]:
            assert found[0] == 1, f"caught: back to {found[1]} before the end"
            break
        seen.append(found)
    assert 'class="skip' in seen[0][1]
    assert [html for _, html, shown, _ in seen if not shown] == []
    assert [html for _, html, _, inside in seen if not inside] == []
    assert len(seen) >= stops - _groups(page)


def _groups(page: Page) -> int:
    """Radio buttons of one question are one stop: the arrows choose among them."""
    return page.evaluate("""() => {
        const all = [...document.querySelectorAll('input[type=radio]')];
        return all.length - new Set(all.map(one => one.name)).size;
    }""")
