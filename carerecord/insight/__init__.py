"""What the log tells of itself: views that nothing explains, and the cases a privacy officer works through.

Others may import the parts named here. Nothing here opens a record or asks a source.
"""

from carerecord.insight import cases, mail, report, unusual

PARTS = (unusual, mail, cases, report)
