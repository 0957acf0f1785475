"""How each source is doing, as every worker has seen it since it started: for operators, and about no person."""
