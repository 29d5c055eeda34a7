"""The pages of statements: the office, the clinic, the reviewer."""
