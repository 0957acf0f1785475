"""FHIR R4 search with paging, as UK Core sources speak it."""
