"""Sources that speak FHIR R4 search over HTTP."""

from carerecord.connectors.contract import Connector
from carerecord.connectors.fhir_r4.source import FhirR4Source

CONNECTOR = Connector("fhir_r4", FhirR4Source.open)
