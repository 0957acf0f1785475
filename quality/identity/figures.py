"""What the questions came to, beside the targets of each row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from quality.identity.tracing import Asked, Filled

SHARE_PRESENT = 0.9  # of the mixed row


@dataclass(frozen=True, slots=True)
class Figure:
    row: str
    what: str
    target: str
    measured: str
    met: bool | None  # none: reported, with no target


def bound(wrong: int, of: int) -> float:
    """The upper end of 95 % of a share of rare events (Wilson and Hilferty's to Poisson's)."""
    if not of:
        return 1.0
    more = wrong + 1
    return float(more * (1 - 1 / (9 * more) + 1.645 / (3 * more**0.5)) ** 3 / of)


def share(rows: Iterable[Asked], holds: Callable[[Asked], bool]) -> float:
    chosen = list(rows)
    return sum(map(holds, chosen)) / max(1, len(chosen))


def wrong(one: Asked) -> bool:
    return one.outcome == "linked" and not one.right


def linked(one: Asked) -> bool:
    return one.outcome == "linked"


def by_strata(found: Sequence[Asked]) -> list[tuple[str, str, int, int, float, float]]:
    """Stratum, noise, questions, wrong links, their bound, and the share that was linked."""
    rows = []
    for stratum in dict.fromkeys(one.stratum for one in found):
        for noise in dict.fromkeys(one.noise for one in found):
            chosen = [one for one in found if (one.stratum, one.noise) == (stratum, noise)]
            bad = sum(map(wrong, chosen))
            rows.append(
                (stratum, noise, len(chosen), bad, bound(bad, len(chosen)), share(chosen, linked))
            )
    return rows


def by_origin(found: Sequence[Asked], noise: str) -> dict[str, float]:
    """The share linked of each way of naming, of those present."""
    chosen = [one for one in found if (one.stratum, one.noise) == ("present", noise)]
    keys = sorted({one.tradition for one in chosen})
    origins = {key: share((o for o in chosen if o.tradition == key), linked) for key in keys}
    return origins | {"(born 1 January)": share((o for o in chosen if o.estimated), linked)}


def figures(found: Sequence[Asked], numbered: Sequence[Asked]) -> list[Figure]:
    present = [one for one in found if one.stratum == "present"]
    absent = [one for one in found if one.stratum == "absent"]
    return [
        *_wrong_links(present, absent),
        *_found(present),
        _numbered([one for one in numbered if one.stratum == "present"]),
        *_scorer(present, absent),
        _gap(found),
    ]


def _wrong_links(present: Sequence[Asked], absent: Sequence[Asked]) -> list[Figure]:
    there, elsewhere = sum(map(wrong, present)), sum(map(wrong, absent))
    one, two = bound(there, len(present)), bound(elsewhere, len(absent))
    mixed = SHARE_PRESENT * there / max(1, len(present)) + (1 - SHARE_PRESENT) * elsewhere / max(1, len(absent))  # fmt: skip
    return [
        Figure("1", "wrong links, present", "≤ 1 in 100,000 (bound)", f"{there} of {len(present):,} (bound {one * 1e5:.2f})", one <= 1e-5),
        Figure("2", "wrong links, absent", "≤ 1 in 10,000", f"{elsewhere} of {len(absent):,} (bound {two * 1e5:.1f} in 100,000)", elsewhere <= len(absent) / 1e4),
        Figure("3", "wrong links, 90 % present", "≤ 1 in 100,000", f"{mixed * 1e5:.2f} in 100,000", mixed <= 1e-5),
    ]  # fmt: skip


def _found(present: Sequence[Asked]) -> list[Figure]:
    made = []
    for noise, least, most in (("ambulance", 0.80, 0.005), ("clerked", 0.94, 0.001)):
        chosen = [one for one in present if one.noise == noise]
        choosing = [one for one in chosen if one.outcome == "choose"]
        rate, listed = share(chosen, linked), share(choosing, lambda one: one.listed)
        lost = share(chosen, lambda one: not one.listed)
        made += [
            Figure("4", f"linked without a number, {noise}", f"≥ {least:.0%}", f"{rate:.1%}", rate >= least),
            Figure("6", f"in the list when there is one, {noise}", "≥ 99.9 %", f"{listed:.2%}", listed >= 0.999),
            Figure("7", f"neither linked nor listed, {noise}", f"≤ {most:.1%}", f"{lost:.2%}", lost <= most),
        ]  # fmt: skip
    return sorted(made, key=lambda one: one.row)


def _numbered(present: Sequence[Asked]) -> Figure:
    rate, bad = share(present, linked), sum(map(wrong, present))
    words = f"{rate:.1%}; {bad} wrong of {len(present):,}"
    return Figure("5", "linked, 97 % with a number", "≥ 98 %", words, rate >= 0.98)


def _scorer(present: Sequence[Asked], absent: Sequence[Asked]) -> list[Figure]:
    made = []
    for part in (0.29, 0.44):
        weight = part / (1 - part) * len(present) / max(1, len(absent))
        best = best_f1(present, absent, weight)
        made.append(Figure("8", f"best F1 as a plain scorer, {part:.0%} absent", "≥ 0.99", f"{best:.4f}", best >= 0.99))  # fmt: skip
    return made


def best_f1(present: Sequence[Asked], absent: Sequence[Asked], weight: float) -> float:
    """At the best of all thresholds; each who is absent counts `weight` times."""
    scored = [(one.bits, one.right, 1.0) for one in present]
    scored += [(one.bits, False, weight) for one in absent]
    right = wrongly = best = 0.0
    for _, hit, counts in sorted(scored, reverse=True):
        right, wrongly = right + counts * hit, wrongly + counts * (not hit)
        best = max(best, 2 * right / (right + wrongly + len(present)))
    return best


def _gap(found: Sequence[Asked]) -> Figure:
    rates = {k: v for k, v in by_origin(found, "ambulance").items() if not k.startswith("(")}
    low, high = min(rates, key=rates.__getitem__), max(rates, key=rates.__getitem__)
    gap = rates[high] - rates[low]
    words = f"{gap * 100:.1f}: {low} {rates[low]:.1%}, {high} {rates[high]:.1%}"
    return Figure("9", "gap between name origins", "≤ 5 points", words, gap <= 0.05)


def fill_rate(engine: str, filled: Filled, floor: float) -> Figure:
    """Of everything: rows, names and keys. What a busy machine would do alone is the second figure, of CPU."""
    each = filled.people / max(0.001, filled.seconds)
    alone = filled.people / max(0.001, filled.cpu_seconds)
    words = f"{each:,.0f} (by CPU of ours {alone:,.0f}); the same rows alone {floor:,.0f}"
    return Figure("14", f"people put in a second, {engine}", "≥ 5,000", words, each >= 5000)
