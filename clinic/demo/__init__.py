"""A small living programme for looking around in, made by the verbs like any other."""
