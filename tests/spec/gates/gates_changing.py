"""Puts a change into a module that everybody has imported already."""

from __future__ import annotations

import inspect
import sys
from types import CodeType, FunctionType, ModuleType
from typing import Any


def put(module: ModuleType, code: CodeType) -> None:
    """Make an imported module what `code` says, for everybody who has imported anything of it."""
    fresh = {"__name__": module.__name__, "__file__": module.__file__}
    exec(code, fresh)  # noqa: S102 - our own module with one change
    for name, new in fresh.items():
        old = vars(module)[name]
        if inspect.isclass(old) and old.__module__ == module.__name__:
            for part, its in vars(new).items():
                _put_function(vars(old).get(part), its)
        elif not _put_function(old, new) and new is not old:
            for other in [*sys.modules.values()]:
                if name in vars(other) and vars(other)[name] is old:
                    setattr(other, name, new)


def _put_function(old: Any, new: Any) -> bool:
    old, new = _function(old), _function(new)
    if not isinstance(old, FunctionType) or old is new:
        return isinstance(old, FunctionType)
    old.__code__, old.__defaults__, old.__kwdefaults__ = (
        new.__code__, new.__defaults__, new.__kwdefaults__,
    )  # fmt: skip
    return True


def _function(it: Any) -> Any:
    """What a property, class method or wrapper is around."""
    it = getattr(it, "fget", None) or getattr(it, "__func__", None) or it
    return inspect.unwrap(it) if callable(it) and not inspect.isclass(it) else it
