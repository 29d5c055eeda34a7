"""How much care one person, or one household, may have in a day, a month or a year."""
