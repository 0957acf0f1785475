"""Anyone's FHIR R4 bundles, dealt out to the sources that would own what is in them."""

from carerecord.demo.bundles.overlay import Overlay
from carerecord.demo.bundles.people import BundlePerson
from carerecord.demo.bundles.region import Dealt, deal_folder

__all__ = ["BundlePerson", "Dealt", "Overlay", "deal_folder"]
