"""Django's backend for SQLite, with writers that take turns; the settings name it as the engine."""
