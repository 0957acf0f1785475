"""The database: connection, transaction, named SQL, migrations. Parts own their tables; this owns none.

Others may import what is named here, and nothing below it.
"""

from carerecord.store.copying import copy_file
from carerecord.store.database import Database, Reader, Row, Transaction
from carerecord.store.errors import Conflict, StoreError, StoreUnavailable
from carerecord.store.named_sql import Queries, sql

__all__ = [
    "Conflict",
    "Database",
    "Queries",
    "Reader",
    "Row",
    "StoreError",
    "StoreUnavailable",
    "Transaction",
    "copy_file",
    "sql",
]
