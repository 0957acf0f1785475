"""How much the record is used: counted from the audit log alone, and never so that one person can be told.

Others may import `UseDesk`, `DailyUse`, and what figures are made of. A day of views is one Parquet file without a
person, a member of staff or a session; DuckDB answers from those files, and no question touches a serving table.
"""

from carerecord.insight.use.contract import Cell, Line, Place, Places, Table, Use, UseUnusable
from carerecord.insight.use.daily import DailyUse
from carerecord.insight.use.desk import UseDesk
from carerecord.insight.use.written import as_csv, as_json

__all__ = [
    "Cell",
    "DailyUse",
    "Line",
    "Place",
    "Places",
    "Table",
    "Use",
    "UseDesk",
    "UseUnusable",
    "as_csv",
    "as_json",
]
