"""Boxes and bank accounts over HTTP; the same commands as the office's pages."""
