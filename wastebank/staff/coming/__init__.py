"""A list of staff on its way in: names, roles and places; nobody gets a password by it."""
