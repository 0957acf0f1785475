"""What can go wrong with the store, sorted by who must act. No message holds a value from a row (I7).

StoreError               the programmer: a statement the database does not accept
├── Conflict             the caller: a constraint or a trigger refused the row
└── StoreUnavailable     the operator: the database cannot be opened, written or trusted
"""

from __future__ import annotations

from carerecord.contract import Unavailable


class StoreError(Exception):
    """The database did not accept a statement."""


class Conflict(StoreError):
    """The database refused a row: it is already there, or may not be changed."""


class StoreUnavailable(StoreError, Unavailable):
    """The database cannot be used now; the message is one line saying why."""
