"""Measure one view of a record, one decision, finding in a record, merging, evidence and the audit log, each with the floor beside it.

python -m bench [--small] [--json]
python -m bench --where [--person large]
python -m bench --decision [--small] [--json]
python -m bench --audit [--small] [--json]
python -m bench --audit-search [--small] [--json]
python -m bench --unusual [--small] [--json]
python -m bench --use [--small] [--json]
python -m bench --find [--small] [--json]
python -m bench --merge [--small] [--json]
python -m bench --draw [--small] [--json]
python -m bench --arrive [--small] [--json]
python -m bench --long [--small] [--json]
python -m bench --feed [--small] [--json]
python -m bench --hang [--small] [--json]
python -m bench --evidence [--rows 30000000] [--evidence-dir FOLDER] [--small] [--json]
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from rich.console import Console

from bench import arriving, decision, drawing, feed, figures, finding, hang, longest, merging, where
from bench.audit import run as audit
from bench.audit import searching
from bench.evidence import run as evidence
from bench.run import RATES, SMALL, WHOLE, run
from bench.unusual import run as unusual
from bench.use import run as use


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench", description="Measure one view of a record.")
    parser.add_argument("--small", action="store_true", help="in seconds, for a build")
    parser.add_argument("--json", action="store_true", help="the figures as JSON")
    parser.add_argument("--where", action="store_true", help="profile instead: where CPU goes")
    parser.add_argument("--person", choices=RATES, default="typical", help="of --where")
    parser.add_argument("--decision", action="store_true", help="only one decision")
    parser.add_argument("--evidence", action="store_true", help="only evidence, in full size")
    parser.add_argument("--audit", action="store_true", help="only the audit log, in full size")
    parser.add_argument(
        "--audit-search", action="store_true", help="only searches of the audit log"
    )
    parser.add_argument("--unusual", action="store_true", help="only unusual access")
    parser.add_argument("--use", action="store_true", help="only figures of use, over a year")
    parser.add_argument("--find", action="store_true", help="only finding words in one record")
    parser.add_argument("--merge", action="store_true", help="only merging, by number of items")
    parser.add_argument("--draw", action="store_true", help="only drawing a Summary")
    parser.add_argument("--arrive", action="store_true", help="only pages that come in parts")
    parser.add_argument("--long", action="store_true", help="only pages of 10,000 resources")
    parser.add_argument("--feed", action="store_true", help="only HL7 v2 messages")
    parser.add_argument("--hang", action="store_true", help="only with one source that hangs")
    parser.add_argument("--rows", type=int, default=0, help="of --evidence")
    parser.add_argument(
        "--evidence-dir", type=Path, help="fill the stores there once, and keep them for later"
    )
    options = parser.parse_args()
    console = Console(width=None if sys.stdout.isatty() else 140)
    if options.where:
        where.profile(options.person, console)
        return
    if options.decision:
        _decision(options.small, options.json, console)
        return
    if options.audit:
        _audit(options.small, options.json, console)
        return
    if options.audit_search:
        _audit_search(options.small, options.json, console)
        return
    if options.unusual:
        _unusual(options.small, options.json, console)
        return
    if options.use:
        _use(options.small, options.json, console)
        return
    if options.find:
        _find(options.small, options.json, console)
        return
    if options.merge:
        _merge(options.small, options.json, console)
        return
    if options.draw:
        _draw(options.small, options.json, console)
        return
    if options.arrive:
        _arrive(options.small, options.json, console)
        return
    if options.long:
        _long(options.small, options.json, console)
        return
    if options.feed:
        _feed(options.small, options.json, console)
        return
    if options.hang:
        _hang(options.small, options.json, console)
        return
    if options.evidence:
        _evidence(options.rows, options.small, options.json, console, options.evidence_dir)
        return
    cells = run(SMALL if options.small else WHOLE, _to_stderr)
    found = figures.ratios(cells, f"{RATES['typical']:g}/s")
    if options.json:
        print(json.dumps(figures.as_json(cells, found), indent=2))
    else:
        figures.show(cells, found, console)
        _decision(options.small, False, console)
        _find(True, False, console)
        _unusual(True, False, console)
        _use(True, False, console)
        if not options.small:
            _feed(False, False, console)
            _hang(False, False, console)
            _merge(False, False, console)
            _draw(False, False, console)
            _arrive(False, False, console)
            _long(False, False, console)
            _evidence(0, True, False, console)
            _audit(True, False, console)
            _audit_search(True, False, console)


def _audit(small: bool, as_json: bool, console: Console) -> None:
    found = audit.run(small=small, say=_to_stderr)
    if as_json:
        print(json.dumps(audit.as_json(found), indent=2))
    else:
        audit.show(found, console)


def _audit_search(small: bool, as_json: bool, console: Console) -> None:
    found = searching.run(searching.SMALL if small else searching.WHOLE, _to_stderr)
    if as_json:
        print(json.dumps(searching.as_json(found), indent=2))
    else:
        searching.show(found, console)


def _decision(small: bool, as_json: bool, console: Console) -> None:
    found = decision.run(decision.SMALL_BATCHES if small else decision.WHOLE_BATCHES)
    if as_json:
        print(json.dumps(decision.as_json(found), indent=2))
    else:
        decision.show(found, console)


def _find(small: bool, as_json: bool, console: Console) -> None:
    found = finding.run(finding.SMALL if small else finding.WHOLE)
    if as_json:
        print(json.dumps(finding.as_json(found), indent=2))
    else:
        finding.show(found, console)


def _merge(small: bool, as_json: bool, console: Console) -> None:
    found = merging.run(merging.SMALL if small else merging.WHOLE)
    if as_json:
        print(json.dumps(merging.as_json(found), indent=2))
    else:
        merging.show(found, console)


def _draw(small: bool, as_json: bool, console: Console) -> None:
    found = drawing.run(drawing.SMALL if small else drawing.WHOLE)
    if as_json:
        print(json.dumps(drawing.as_json(found), indent=2))
    else:
        drawing.show(found, console)


def _arrive(small: bool, as_json: bool, console: Console) -> None:
    found = arriving.run(arriving.SMALL if small else arriving.WHOLE, _to_stderr)
    if as_json:
        print(json.dumps(arriving.as_json(found), indent=2))
    else:
        arriving.show(found, console)


def _long(small: bool, as_json: bool, console: Console) -> None:
    found = longest.run(longest.SMALL if small else longest.WHOLE, _to_stderr)
    if as_json:
        print(json.dumps(longest.as_json(found), indent=2))
    else:
        longest.show(found, console)


def _feed(small: bool, as_json: bool, console: Console) -> None:
    found = feed.run(feed.SMALL if small else feed.WHOLE, _to_stderr)
    if as_json:
        print(json.dumps(feed.as_json(found), indent=2))
    else:
        feed.show(found, console)


def _hang(small: bool, as_json: bool, console: Console) -> None:
    found = hang.run(hang.SMALL if small else hang.WHOLE)
    if as_json:
        print(json.dumps(hang.as_json(found), indent=2))
    else:
        hang.show(found, console)


def _unusual(small: bool, as_json: bool, console: Console) -> None:
    found = unusual.run(small)
    if as_json:
        print(json.dumps(unusual.as_json(found), indent=2))
    else:
        unusual.show(found, console)


def _use(small: bool, as_json: bool, console: Console) -> None:
    found = use.run(*(use.SMALL if small else use.WHOLE), _to_stderr)
    if as_json:
        print(json.dumps(use.as_json(found), indent=2))
    else:
        use.show(found, console)


def _evidence(
    rows: int, small: bool, as_json: bool, console: Console, kept: Path | None = None
) -> None:
    size = rows or (evidence.SMALL_ROWS if small else evidence.WHOLE_ROWS)
    times = evidence.SMALL_TIMES if small else evidence.WHOLE_TIMES
    found = evidence.run(size, times, _to_stderr, kept)
    if as_json:
        print(json.dumps(evidence.as_json(found), indent=2))
    else:
        evidence.show(found, console)


def _to_stderr(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
