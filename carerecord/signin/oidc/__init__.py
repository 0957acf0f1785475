"""Sign-in with an identity provider: OpenID Connect, code flow with PKCE (AUT-1), and its logout (AUT-7).

Others may import `Providers`, `Stopped` and `Started`.
"""

from carerecord.signin.oidc.contract import Started, Stopped
from carerecord.signin.oidc.providers import Providers

__all__ = ["Providers", "Started", "Stopped"]
