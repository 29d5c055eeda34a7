"""Migrate the database of the environment and open the accounts of the posting benchmarks."""

from tests.benchmarks.book import open_book, start_django

if __name__ == "__main__":
    start_django()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    open_book()
