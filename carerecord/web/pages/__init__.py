"""Pages by name, in the order a reader meets them."""
