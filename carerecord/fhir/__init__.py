"""R4 resources as plain dicts, and the few functions that read them."""
