"""Every view written down: durable before bytes. Only viewing writes here."""
