"""Lists that come in as people have them: matched, asked where unclear, looked at, then written."""
