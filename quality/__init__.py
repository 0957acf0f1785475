"""How often what decides is right, measured against a known truth beside the targets that were set."""
