"""What everybody does with the own account: password, one-time link, tokens of programs."""
