"""Measure what decides, each figure beside its target; without a part, all of them.

python -m quality identity [--people 1000000] [--traces 450000] [--small] [--postgres]
python -m quality holding [--people 20000] [--small]
python -m quality public [--small] [--fake fake_1000.csv]
python -m quality merge [--people 20] [--seed 1] [--mutants 20000] [--bundles FOLDER] [--small]
python -m quality shared-files [--data FOLDER]
python -m quality [--small]
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping

from quality.identity import holding
from quality.identity import run as identity
from quality.merging import run as merging
from quality.public import run as public
from quality.shared_files import run as shared_files

PARTS: Mapping[str, Callable[[list[str]], int]] = {
    "identity": identity.main,
    "holding": holding.main,
    "public": public.main,
    "merge": merging.run,
    "shared-files": shared_files.main,
}


def main(argv: list[str]) -> int:
    if not argv or argv == ["--small"]:
        return max([part(argv) for part in PARTS.values()])
    part = PARTS.get(argv[0])
    if part is None:
        print(__doc__)
        return 2
    return part(argv[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
