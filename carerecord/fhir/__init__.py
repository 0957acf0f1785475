"""R4 resources as plain dicts, and the few functions that read them.

Every function takes whatever a source sent, right or wrong, and never raises: what cannot be read is `""` or `()`.
"""

from carerecord.fhir.compartment import (
    EVERY_TYPE,
    PERSON_FIELDS,
    SUPPORTING,
    WITHOUT_PARAMETER,
)
from carerecord.fhir.dates import compatible_dates, first_date, is_date
from carerecord.fhir.identifiers import NHS_NUMBER, identifier_value, nhs_numbers
from carerecord.fhir.linking import fetched_id, linked_in, reference_id
from carerecord.fhir.numbers import (
    Sent,
    decode_resource,
    encode_resource,
    resource_decoder,
    sent_number,
)
from carerecord.fhir.reading import (
    Coding,
    address_text,
    as_dict,
    as_list,
    code_text,
    codings,
    display_of,
    first_text,
    human_name,
    period,
    quantity_text,
    text_of,
)
from carerecord.fhir.warnings import LIST_WARNINGS, list_warnings

__all__ = [
    "EVERY_TYPE",
    "LIST_WARNINGS",
    "NHS_NUMBER",
    "PERSON_FIELDS",
    "SUPPORTING",
    "WITHOUT_PARAMETER",
    "Coding",
    "Sent",
    "address_text",
    "as_dict",
    "as_list",
    "code_text",
    "codings",
    "compatible_dates",
    "decode_resource",
    "display_of",
    "encode_resource",
    "fetched_id",
    "first_date",
    "first_text",
    "human_name",
    "identifier_value",
    "is_date",
    "linked_in",
    "list_warnings",
    "nhs_numbers",
    "period",
    "quantity_text",
    "reference_id",
    "resource_decoder",
    "sent_number",
    "text_of",
]
