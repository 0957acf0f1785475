"""Public data sets with the truth known, and published matchers beside ours on them."""
