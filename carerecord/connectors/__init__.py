"""Protocols, one folder each: ask one source, turn its answer into R4. Raises inside; never hides."""
