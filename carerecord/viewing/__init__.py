"""One view from question to page; the only way to patient data."""
