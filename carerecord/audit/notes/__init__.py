"""What outsiders read of the log: signed notes, checkpoints and cosignatures, in the formats of C2SP. Pure."""

from carerecord.audit.notes.checkpoint import Checkpoint
from carerecord.audit.notes.keys import COSIGNER, SIGNER, Key, PublicKey
from carerecord.audit.notes.note import Note, NoteUnreadable, Signature

__all__ = [
    "COSIGNER",
    "SIGNER",
    "Checkpoint",
    "Key",
    "Note",
    "NoteUnreadable",
    "PublicKey",
    "Signature",
]
