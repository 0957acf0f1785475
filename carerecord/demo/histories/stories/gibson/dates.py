"""Days of her stay, counted back from today, and who wrote most of it."""

NORTHGATE, COLUMBA = "northgate-acute", "st-columbas-acute"
ADMITTED, DISCHARGED = 24, 15  # days ago
WARD_DOCTOR = "Dr S Amin"
