"""Coverage-guided fuzzing of everything that reads what others send (R15): `make fuzz`."""
