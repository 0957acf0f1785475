"""Sign-in with an identity provider: OpenID Connect, code flow with PKCE (AUT-1), and its logout (AUT-7).

Others may import what is named here.
"""

from carerecord.signin.oidc.contract import Started, Stopped, Vouched, Withdrawn
from carerecord.signin.oidc.logout import LogoutRefused, SignedOut
from carerecord.signin.oidc.providers import Providers

__all__ = ["LogoutRefused", "Providers", "SignedOut", "Started", "Stopped", "Vouched", "Withdrawn"]
