"""Boxes and bank accounts in the office: what lies there, moving it, counting and comparing it."""
