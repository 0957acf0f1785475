"""The national record of vaccinations: Immunisation FHIR API, R4."""

from carerecord.connectors.contract import Connector
from carerecord.connectors.immunisation.source import ImmunisationSource

CONNECTOR = Connector("immunisation", ImmunisationSource.open)
