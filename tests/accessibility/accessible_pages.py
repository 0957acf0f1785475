"""Pages of an invented record as files a browser can open, with their style inside."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

from carerecord.contract import Failure
from carerecord.web.pages.design.page import TITLES
from carerecord.web.pages.design.states import OTHERS, STATES
from carerecord.web.tests import gibson
from carerecord.web.tests.harness import WebRegion, answer, view_of

WEB = Path(__file__).parents[2] / "carerecord" / "web"
BASE = "/p/h-yregram-p"
FEW = ("", "/documents", "/contacts", "/ambulance")
ALL = (
    *FEW, "/changes", "/timeline", "/medicines", "/allergies", "/problems", "/results", "/immunisations",
    "/results?show=reports", "/results?show=imaging", "/results?show=observations", "/care-plans", "/social", "/people", "/other", "/find", "/hidden",
)  # fmt: skip
GALLERY = ("/design", "/design/parts")
STATES_OF_PAGES = tuple(
    f"/design/{key}{'/' if slug else ''}{slug}" for key in (*STATES, *OTHERS) for slug in TITLES
)
GONE = answer("lowland-mental-health", failure=Failure("timeout", "no answer in 8 seconds"))


def drawn(paths: Iterable[str]) -> dict[str, str]:
    """With a source missing, sources that disagree, a plan, a flag and results."""
    looks = style()
    view = view_of(
        answer("riverside-gp", [*gibson.RIVERSIDE, gibson.FLAG]),
        answer("northgate-acute", [*gibson.NORTHGATE, gibson.NO_KNOWN_ALLERGY]),
        answer("regional-laboratory", gibson.LABORATORY),
        answer("urgent-care-plans", gibson.CARE_PLAN),
        answer("prescription-tracker", gibson.PHARMACY),
        GONE,
    )
    browser = WebRegion().holds(view).browser()
    return {
        path: whole(
            browser.get(path if path.startswith("/design") else f"{BASE}{path}").text, looks
        )
        for path in paths
    }


def style() -> str:
    subprocess.run([str(WEB / "style" / "build.sh")], check=True, timeout=300)
    return next((WEB / "static").glob("record-*.css")).read_text("utf-8")


def whole(html: str, style: str) -> str:
    """Without what leads elsewhere, and without the script that closes a view of long ago."""
    html = re.sub(r"<link[^>]*>|<meta http-equiv[^>]*>|<script>.*?</script>", "", html, flags=re.S)
    own = "" if "@keyframes" in html else f"<style>{style}</style>"
    return html.replace("</head>", f"{own}</head>")
