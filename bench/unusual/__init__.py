"""An invented region whose staff look at records, most for care and a few for reasons of their own."""
