"""Where money really lies."""
