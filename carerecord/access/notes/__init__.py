"""What people say of something in their record that they disagree with and that was not changed (PAT-6).

Others may import `Note` and `Notes`.
"""

from carerecord.access.notes.store import Note, Notes

__all__ = ["Note", "Notes"]
