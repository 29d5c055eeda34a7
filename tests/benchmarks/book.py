"""What P1 and P2 post: one transfer from a shared account to a member's, random each time."""

import os
import random
from uuid import UUID, uuid4

MEMBERS, STORES = 1_000, 200
KIND, ACTOR, PLACE = "deposit", "operator", "MLT"
MAX_AMOUNT_IDR = 50_000


def start_django() -> None:
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "wastebank.settings"
    django.setup()


def open_book() -> None:
    """Open the accounts: members' first, so that they have the ids 1 to MEMBERS."""
    from django.db import transaction

    from ledger.models import AccountKind, AccountUnit
    from ledger.posting import AccountSpec, lock_accounts

    with transaction.atomic():
        for number in range(1, MEMBERS + 1):
            code = f"member:{number:04}"
            lock_accounts(
                [AccountSpec(code, AccountUnit.IDR, AccountKind.LIABILITY, True, shared=False)]
            )
        for number in range(1, STORES + 1):
            lock_accounts(
                [AccountSpec(f"inventory:{number:04}", AccountUnit.IDR, AccountKind.ASSET, True)]
            )


def post_once() -> UUID:
    """One keyed command, as the commands do it: claim, lock, post, settle."""
    from ledger import clock
    from ledger.idempotency import once
    from ledger.models import AccountKind, AccountUnit
    from ledger.posting import AccountSpec, Transfer, lock_accounts, post
    from wastebank.book.kinds import DEPOSIT

    member, store = random.randint(1, MEMBERS), random.randint(1, STORES)
    amount_idr = random.randint(1, MAX_AMOUNT_IDR)
    wallet = AccountSpec(
        f"member:{member:04}", AccountUnit.IDR, AccountKind.LIABILITY, True, shared=False
    )
    inventory = AccountSpec(f"inventory:{store:04}", AccountUnit.IDR, AccountKind.ASSET, True)
    key = uuid4()

    def carry_out() -> dict[str, int]:
        posted = post(
            key=str(key),
            kind=DEPOSIT,
            transfers=[Transfer(inventory, wallet, amount_idr)],
            occurred_at=clock.now(),
            actor=ACTOR,
            place=PLACE,
            accounts=lock_accounts([wallet, inventory]),
        )
        return {"id": posted.entry_id}

    request = {"by": ACTOR, "member": wallet.code, "store": inventory.code, "amount": amount_idr}
    once(key=key, verb="benchmark", request=request, carry_out=carry_out)
    return key
