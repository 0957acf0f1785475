"""Every setting, read once at the start; a wrong or missing one stops it with one line.

Others may import what is named here.
"""

from carerecord.config.key import audit_seed, region_key
from carerecord.config.of_pages import AmbulanceView, Printing, Summary
from carerecord.config.reading import read
from carerecord.config.settings import (
    Access,
    Accounts,
    Audit,
    AuditFeed,
    Fanout,
    Launcher,
    Neighbour,
    Neighbours,
    PersonReports,
    Provider,
    Region,
    Server,
    Sessions,
    Settings,
    SettingsError,
    SignIn,
    Store,
    Witness,
)

__all__ = [
    "Access",
    "Accounts",
    "AmbulanceView",
    "Audit",
    "AuditFeed",
    "Fanout",
    "Launcher",
    "Neighbour",
    "Neighbours",
    "PersonReports",
    "Printing",
    "Provider",
    "Region",
    "Server",
    "Sessions",
    "Settings",
    "SettingsError",
    "SignIn",
    "Store",
    "Summary",
    "Witness",
    "audit_seed",
    "read",
    "region_key",
]
