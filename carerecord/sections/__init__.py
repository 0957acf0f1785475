"""Classes of information, in the order a clinician reads. The first section that claims a resource owns it."""
