"""What the log tells of itself: views that nothing explains, the cases a privacy officer
works through, and how much the record is used.

Others may import the parts named here. Nothing here opens a record or asks a source.
"""

from carerecord.insight import cases, mail, report, unusual, use

PARTS = (unusual, mail, cases, report, use)
