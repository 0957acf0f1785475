"""Tracing people: a region is invented with the truth of who is who, and asked for, with slips of the pen."""
