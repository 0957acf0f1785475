"""The words about withholding, the same for everybody and whatever there is (SEN-4, ux state 11)."""

NOTICE_CODE = "confidential-items"
"""The code of the notice in FHIR answers, as GP Connect names it."""

NOTICE = (
    "Some items may be excluded due to confidentiality and/or patient preferences. "
    "This message is the same whether or not there is any information."
)

SAFEGUARDING = (
    "Safeguarding detail is shown only to staff on safeguarding duty. "
    "This message is the same whether or not there is any information. "
    "If you are worried about this person, call your safeguarding lead."
)
"""Under the heading “Safeguarding”, which stands on every record or on none (SEN-11)."""
