"""Ask every source at once: a deadline each, breaker, partial answers, subject check."""
