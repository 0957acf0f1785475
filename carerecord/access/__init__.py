"""May this viewer see this person? Pure decisions by Cedar; any error is a denial."""
