"""Many answers into one record, nothing lost, nothing blended. Pure: items in, record out."""
