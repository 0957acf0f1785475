"""Every file that others published, through the connector it belongs to: what came out, what waits for somebody, what is lost."""
