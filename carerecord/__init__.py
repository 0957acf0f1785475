"""A shared care record: one read-only view of a person's care, asked live from many systems."""
