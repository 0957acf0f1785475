"""Every failure of a command as one line that says what to do."""

from __future__ import annotations

import errno
import traceback
from pathlib import Path

import click

from carerecord.access.objections import ObjectionRefused
from carerecord.access.ties import FeedUnusable
from carerecord.access.withholding import ChangeRefused, RestrictedCodesUnusable
from carerecord.audit import AuditUnavailable
from carerecord.audit.starting import StartRefused
from carerecord.config import SettingsError
from carerecord.edge import EdgeError
from carerecord.insight.use import UseUnusable
from carerecord.onboarding import OnboardingRefused
from carerecord.signin import SignInRefused
from carerecord.store import StoreError
from carerecord.viewing.contract import RecordUnavailable

_PACKAGE = Path(__file__).resolve().parents[1]


def words_for(error: BaseException) -> str:
    return " ".join(_words(error).split())


def _words(error: BaseException) -> str:
    match error:
        case click.exceptions.Abort():
            return "stopped."
        case click.UsageError():
            command = error.ctx.command_path if error.ctx else "carerecord"
            return f"{error.format_message()} See `{command} --help`."
        case click.ClickException():
            return error.format_message()
        case (
            SettingsError()
            | OnboardingRefused()
            | EdgeError()
            | UseUnusable()
            | ChangeRefused()
            | RestrictedCodesUnusable()
            | StoreError()
            | AuditUnavailable()
            | StartRefused()
            | RecordUnavailable()
            | SignInRefused()
            | ObjectionRefused()
            | FeedUnusable()
        ):
            return str(error)
        case OSError(errno=errno.EADDRINUSE):
            return "the port is in use. Stop what listens there, or choose another."
        case OSError():
            where = f"{error.filename}: " if error.filename else ""
            return f"{where}{error.strerror or error}"
        case _:
            return (
                f"a fault in the program, {_place(error)}. `carerecord --debug …` shows it whole."
            )


def _place(error: BaseException) -> str:
    """The kind of the error and our own last line before it; never its message (I7)."""
    ours = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename).is_relative_to(_PACKAGE)
    ]
    if not ours:
        return type(error).__name__
    where = Path(ours[-1].filename).relative_to(_PACKAGE.parent)
    return f"{type(error).__name__} at {where}:{ours[-1].lineno}"
