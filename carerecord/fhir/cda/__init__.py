"""CDA R2 into R4: C-CDA, and the UK's CDA in ITK envelopes. Pure: nothing that was sent is left out.

`translate` takes one document from its bytes; `page_of` gives its words as HTML of a few harmless tags.
"""

from carerecord.fhir.cda.document import CONTENT_TYPE, Cda, NotCdaError, translate
from carerecord.fhir.cda.page import page_of

__all__ = ["CONTENT_TYPE", "Cda", "NotCdaError", "page_of", "translate"]
