"""The log on its way out, entry by entry, to others' audit repositories (IHE ITI-20): as FHIR, or by syslog over TLS.

Others may import what is named here. A feed reads what is durable already, so no view ever waits for it.
"""

from carerecord.audit.feed.running import Feeds
from carerecord.audit.feed.sending import Feed

__all__ = ["Feed", "Feeds"]
