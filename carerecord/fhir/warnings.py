"""What a list of a GP system warns of: the codes of UK Core (and, in STU3, of GP Connect), and words for each."""

from __future__ import annotations

from collections.abc import Mapping

LIST_WARNINGS: Mapping[str, str] = {
    "confidential-items": "Items excluded due to confidentiality and/or patient preferences.",
    "data-in-transit": (
        "Patient record transfer from previous GP practice not yet complete; "
        "earlier information may be missing."
    ),
    "data-awaiting-filing": (
        "Some information has arrived at the source and is not filed in its record yet."
    ),
}
_ALIKE = 40  # characters by which a list's own words are known to be those of a code


def list_warnings(words: str) -> tuple[str, ...]:
    """The codes that these words are about; none for words of its own."""
    return tuple(code for code, said in LIST_WARNINGS.items() if said[:_ALIKE] in words)
