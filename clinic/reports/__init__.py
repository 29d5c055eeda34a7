"""The clinic's lists, as pages and files."""
