"""The member of staff: who is signed in, in which role.

Others may import what is named here, and the types of `contract`.
"""

from carerecord.signin.contract import SignInRefused
from carerecord.signin.sessions import Sessions
from carerecord.signin.staff import Staff, StaffMember

__all__ = ["Sessions", "SignInRefused", "Staff", "StaffMember"]
