"""Lists from which something is taken by typing its price: materials, and services of a clinic."""
