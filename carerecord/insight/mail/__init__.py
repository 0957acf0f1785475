"""Messages that say only that there is something to see: kept until a mail server took them, sent at least once (ALR-3).

Others may import `Outbox`, `Message` and `Server`.
"""

from carerecord.insight.mail.outbox import Message, Outbox
from carerecord.insight.mail.sending import MailRefused, Server

__all__ = ["MailRefused", "Message", "Outbox", "Server"]
