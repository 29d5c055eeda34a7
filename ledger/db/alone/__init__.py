"""What one process does for all that stand on one database: who it is, the database decides."""
