"""Evidence at the size of London: what one member of staff has for one person, among thirty million rows."""
