"""Putting right what is on record of a member, a place, a material or of staff."""
