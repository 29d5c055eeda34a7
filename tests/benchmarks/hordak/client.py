"""A client that records transfers with django-hordak."""

from tests.benchmarks.clients import take_orders
from tests.benchmarks.hordak.book import HordakBook, start_hordak

if __name__ == "__main__":
    start_hordak()
    take_orders(HordakBook().transfer_once)
