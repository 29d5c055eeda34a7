"""A small programme for looking around in, made by the commands like any other."""
