"""Migrate the database of the environment for django-hordak and open its accounts."""

from tests.benchmarks.hordak.book import open_accounts, start_hordak

if __name__ == "__main__":
    start_hordak()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    open_accounts()
