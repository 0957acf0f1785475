"""The member of staff: who is signed in, in which role."""
