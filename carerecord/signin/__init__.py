"""The member of staff: who is signed in, in which role.

Others may import `Sessions`, `StaffMember` and `SignInRefused`.
"""

from carerecord.signin.sessions import Sessions, SignInRefused
from carerecord.signin.staff import StaffMember

__all__ = ["Sessions", "SignInRefused", "StaffMember"]
