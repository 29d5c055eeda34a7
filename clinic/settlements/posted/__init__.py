"""What settling writes into the book."""
