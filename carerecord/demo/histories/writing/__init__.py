"""How each kind of entry is written: medicines, results, visits, stays, papers, plans."""
