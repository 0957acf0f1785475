"""What outsiders read of the log: signed notes, checkpoints and cosignatures, in the formats of C2SP. Pure."""

from carerecord.audit.notes.checkpoint import Checkpoint, Closing
from carerecord.audit.notes.keys import COSIGNER, SIGNER, Key, PublicKey
from carerecord.audit.notes.note import Note, NoteUnreadable, Signature
from carerecord.audit.notes.submission import Malformed, Submission

__all__ = [
    "COSIGNER",
    "SIGNER",
    "Checkpoint",
    "Closing",
    "Key",
    "Malformed",
    "Note",
    "NoteUnreadable",
    "PublicKey",
    "Signature",
    "Submission",
]
