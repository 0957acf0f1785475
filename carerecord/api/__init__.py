"""The FHIR façade: R4 for programs, through the same door as the pages."""
