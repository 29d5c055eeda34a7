"""Cash boxes and bank accounts: what lies in them, what moves, and how they are counted."""
