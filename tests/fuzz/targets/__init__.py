"""What is fuzzed, one file each.

Each has `SEEDS`, inputs to begin with, and `tried`, which reads one input and raises only where something is wrong with
us: the errors its reader documents are no crash.
"""

NAMES = ("hl7v2", "mllp", "cda", "fhir", "stu3", "xds", "edifact", "csv_drop")
