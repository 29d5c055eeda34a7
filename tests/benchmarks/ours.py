"""A client that posts through the book's own code."""

from tests.benchmarks.book import post_once, start_django
from tests.benchmarks.clients import take_orders

if __name__ == "__main__":
    start_django()
    take_orders(post_once)
