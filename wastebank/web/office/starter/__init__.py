"""Taking from a starter list: rows with a price to be typed, and rows of one's own."""
