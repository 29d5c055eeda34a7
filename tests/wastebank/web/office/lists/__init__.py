"""Lists of the office, on the screen and as files."""
