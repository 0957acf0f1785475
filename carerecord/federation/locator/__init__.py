"""Which sources hold something about a person, as far as they have said: so that few of many are asked."""

from carerecord.federation.locator.store import Known, Locator

__all__ = ["Known", "Locator"]
