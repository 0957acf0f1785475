"""Which format a program asks for. We answer in one (FHIR R4 3.1.0.1.11: `_format` goes before `Accept`)."""

from __future__ import annotations

from starlette.requests import Request

OFFERED = "application/fhir+json"
NOT_OFFERED = f"This server answers in {OFFERED} and in nothing else. Ask for that."
_JSON = frozenset({OFFERED, "application/json", "application/json+fhir", "text/json", "json"})


def takes_json(request: Request) -> bool:
    """Whether an answer in JSON is one that was asked for."""
    if asked := request.query_params.getlist("_format"):
        return all(is_json(one) for one in asked)
    ranges = [one for line in request.headers.getlist("accept") for one in line.split(",")]
    wanted = [one for one in ranges if one.strip()]
    return not wanted or _json_is_wanted(wanted)


def is_json(asked: str) -> bool:
    """A value of `_format`, where the `+` may have become a space on the way."""
    return _type(asked).replace(" ", "+") in _JSON


def _json_is_wanted(ranges: list[str]) -> bool:
    """The most exact range that means JSON decides (RFC 9110 12.5.1)."""
    for kinds in (_JSON, frozenset({"application/*"}), frozenset({"*/*"})):
        if said := [_weight(one) for one in ranges if _type(one) in kinds]:
            return max(said) > 0
    return False


def _type(said: str) -> str:
    return said.partition(";")[0].strip().lower()


def _weight(said: str) -> float:
    for parameter in said.split(";")[1:]:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0
