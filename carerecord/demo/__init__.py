"""An invented region that runs from one command."""
