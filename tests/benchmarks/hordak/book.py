"""django-hordak, used as its manual says: `transfer_to` inside a transaction.

Its accounts are kept in memory, so nothing is measured but the recording. It keeps no balance on
an account, looks at none, and knows no keys; what is measured is what it does instead.
"""

import os
import random
from importlib import import_module
from typing import Any

from tests.benchmarks.book import MAX_AMOUNT_IDR, MEMBERS, STORES


def start_hordak() -> None:
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.hordak.settings"
    django.setup()


def open_accounts() -> None:
    account: Any = import_module("hordak.models").Account
    for number in range(1, MEMBERS + STORES + 1):
        kind = "LI" if number <= MEMBERS else "AS"
        account.objects.create(name=f"{number:04}", type=kind, currencies=["IDR"])


class HordakBook:
    def __init__(self) -> None:
        account: Any = import_module("hordak.models").Account
        self.members = list(account.objects.filter(type="LI"))
        self.stores = list(account.objects.filter(type="AS"))
        self.money: Any = import_module("moneyed").Money

    def transfer_once(self) -> None:
        from django.db import transaction

        amount = self.money(random.randint(1, MAX_AMOUNT_IDR), "IDR")
        with transaction.atomic():
            random.choice(self.members).transfer_to(random.choice(self.stores), amount)
