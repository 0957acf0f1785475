"""Every small change of a module: one node of its syntax tree replaced by another.

A statement is left out, a function left at once, a value made None, a condition turned round, `and` made `or`, a
constant changed, an argument not given. What decides nothing stays as it is: annotations, decorators, docstrings,
the words of an error and sentences for people. Our own, for `mutmut` and `cosmic-ray` write each change to the disk
and start Python and the tests anew for it: about 2 s each, where a fork takes 0.2.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from types import CodeType
from typing import Any

FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)
LEFT_OUT = (
    ast.Expr, ast.AugAssign, ast.Return, ast.Raise, ast.If, ast.For, ast.AsyncFor, ast.Continue,
    ast.Break, ast.Delete,
)  # fmt: skip
OTHER: dict[type[ast.AST], type[ast.AST]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE,
    ast.GtE: ast.Gt, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
    ast.And: ast.Or, ast.Or: ast.And,
}  # fmt: skip
LONGEST_SAID = 90
SENTENCE = re.compile(r"[A-Z“].* .*[.:?”]\s*", re.DOTALL)

Replacement = tuple[ast.AST, ast.AST | None, str]
"""A node, what stands in its place (None: nothing), and the change in words."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change of a module. Its number is its place among all changes of that source."""

    number: int
    inside: str  # the function that is changed; "" where the module or a class is
    what: str  # no two of a module are called the same
    lines: frozenset[int]  # of the source: a test that reaches none of them cannot notice


def mutants(source: str, only: Collection[str] = ()) -> list[Mutant]:
    """All of a module, or of its functions named in `only`."""
    made: list[Mutant] = []
    times: Counter[str] = Counter()
    for inside, (old, _, change) in _changes(ast.parse(source), only):
        what = f"{inside}: {change}: {_said(old)}" if inside else f"{change}: {_said(old)}"
        times[what] += 1
        what += f" ({times[what]})" if times[what] > 1 else ""
        made.append(Mutant(len(made), inside, what, _lines(old)))
    return made


def compiled(source: str, path: str, number: int, only: Collection[str] = ()) -> CodeType:
    """The module with that one change."""
    tree = ast.parse(source)
    _, (old, new, _) = list(_changes(tree, only))[number]
    if new is not None:
        ast.copy_location(new, old)
    changed = ast.fix_missing_locations(_Replacing(old, new).visit(tree))
    return compile(changed, path, "exec")


class _Replacing(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST | None) -> None:
        self._old, self._new = old, new

    def visit(self, node: ast.AST) -> Any:
        return self._new if node is self._old else self.generic_visit(node)


def _said(node: ast.AST) -> str:
    said = " ".join(ast.unparse(node).split())
    return said if len(said) <= LONGEST_SAID else f"{said[: LONGEST_SAID - 1]}…"


def _lines(node: ast.AST) -> frozenset[int]:
    """A compound statement runs where it begins: its body may never."""
    head = getattr(node, "test", None) or getattr(node, "iter", None) or node
    first: int = getattr(node, "lineno", 1)
    return frozenset(range(first, (getattr(head, "end_lineno", None) or first) + 1))


def _changes(
    node: ast.AST, only: Collection[str], inside: str = ""
) -> Iterator[tuple[str, Replacement]]:
    if isinstance(node, FUNCTION):
        for given in [*node.args.defaults, *filter(None, node.args.kw_defaults)]:
            yield from _changes(given, only, inside)
        inside = inside or node.name
    if not only or inside in only:
        yield from ((inside, one) for one in _replacements(node, inside))
    for part in _parts(node):
        yield from _changes(part, only, inside)


def _parts(node: ast.AST) -> list[ast.AST]:
    """What is inside a node, is decided where the node stands, and decides anything."""
    match node:
        case ast.FunctionDef(body=body) | ast.AsyncFunctionDef(body=body) | ast.ClassDef(body=body):
            return [*body]
        case ast.AnnAssign(value=value):
            return [value] if value else []
        case (
            ast.Raise() | ast.Expr(value=ast.Constant()) | ast.Subscript(value=ast.Name("Literal"))
        ):
            return []
    return list(ast.iter_child_nodes(node))


def _replacements(node: ast.AST, inside: str) -> Iterator[Replacement]:
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            yield from _left_at_once(node)
        case ast.Assign(value=ast.Subscript(value=ast.Name("Literal"))):
            return
        case ast.Assign(value=value) if not isinstance(value, ast.Constant):
            yield value, ast.Constant(None), "None for"
        case ast.If(test=test) | ast.IfExp(test=test) | ast.While(test=test):
            yield from _turned_round(test)
        case ast.comprehension(ifs=tests):
            for test in tests:
                yield from _turned_round(test)
        case ast.BoolOp(op, values):
            yield node, ast.BoolOp(_other(op), values), "and for or"
            for at in range(len(values)):
                rest = [*values[:at], *values[at + 1 :]]
                kept = rest[0] if len(rest) == 1 else ast.BoolOp(op, rest)
                yield node, kept, f"without operand {at + 1}"
        case ast.UnaryOp(ast.Not(), operand):
            yield node, operand, "without not"
        case ast.Compare(left, ops, rest) if type(ops[0]) in OTHER:
            yield node, ast.Compare(left, [_other(ops[0]), *ops[1:]], rest), "otherwise"
        case ast.BinOp(left, op, right) if type(op) in OTHER:
            yield node, ast.BinOp(left, _other(op), right), "otherwise"
        case ast.keyword(arg=str()):
            yield node, None, "not given"
        case ast.Constant(value) if (changed := _changed(value)) is not None:
            yield node, ast.Constant(changed), f"{changed!r} for"
    if inside and isinstance(node, LEFT_OUT) and not _is_docstring(node):
        yield node, ast.Pass(), "left out"


def _left_at_once(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[Replacement]:
    """Unless all it does is one statement, which is left out anyway."""
    body = [one for one in function.body if not _is_docstring(one)]
    if len(body) > 1:
        yield body[0], ast.Return(None), "left at once"


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _turned_round(test: ast.expr) -> Iterator[Replacement]:
    if not isinstance(test, ast.Compare | ast.UnaryOp):  # which are turned round anyway
        yield test, ast.UnaryOp(ast.Not(), test), "turned round"


def _other(operator: ast.AST) -> Any:
    return OTHER[type(operator)]()


def _changed(value: object) -> object | None:
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case str() if not SENTENCE.fullmatch(value):
            return f"{value}x"
        case bytes():
            return value + b"x"
    return None
