"""Local named accounts with passkeys, for places without national credentials (AUT-8).

Others may import what is named here.
"""

from carerecord.signin.accounts.accounts import Accounts
from carerecord.signin.accounts.ceremony import Party, party_of
from carerecord.signin.accounts.contract import (
    Account,
    AccountRefused,
    Invitation,
    Making,
    NewAccount,
    Passkey,
    PasskeyRefused,
)
from carerecord.signin.accounts.naming import email_problem, name_problem
from carerecord.signin.accounts.openings import Opening
from carerecord.signin.accounts.passkeys import Passkeys

__all__ = [
    "Account",
    "AccountRefused",
    "Accounts",
    "Invitation",
    "Making",
    "NewAccount",
    "Opening",
    "Party",
    "Passkey",
    "PasskeyRefused",
    "Passkeys",
    "email_problem",
    "name_problem",
    "party_of",
]
