"""How an empty home is opened: a one-time code that the program's window shows, then one account.

Without the code anybody in the network could take a new bank before its own people do. Only a
digest of it is kept. Each start of the program shows a new one while nobody has an account;
several processes of one start each show their own, and all of those open.
"""

import secrets
import unicodedata
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction

from wastebank import actions
from wastebank.bank.refusals import BankOpenAlready, SetupCodeDead, SetupCodeWrong
from wastebank.codes.secrets import peppered
from wastebank.commands import log, record
from wastebank.models import Role, SetupCode, User
from wastebank.refusals import FieldMalformed
from wastebank.staff.access.proved import refuse_replay_of_another
from wastebank.staff.access.weak import refuse_weak
from wastebank.staff.accounts import USERNAME, admin_marks
from wastebank.staff.refusals import PasswordsDiffer
from wastebank.text import checked_name

SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that looks like another: no 0 O 1 I L
LETTERS, GROUP = 8, 4
MOST_WRONG = 5


def is_unopened() -> bool:
    """Whether nobody has an account, so that a new bank begins here."""
    return not User.objects.exists()


def new_code(start: str) -> str:
    """A code for this start of the program, `7KQ4-M2XB`; those of earlier starts are dead."""
    code = "".join(secrets.choice(SIGNS) for _letter in range(LETTERS))
    with transaction.atomic():
        SetupCode.objects.exclude(start=start).delete()
        SetupCode.objects.create(code_hash=hash_setup_code(code), start=start)
    return f"{code[:GROUP]}-{code[GROUP:]}"


def end_codes() -> None:
    """Nothing opens any more, such as after somebody was given an account at the shell."""
    SetupCode.objects.all().delete()


def hash_setup_code(typed: str) -> str:
    """Also of one that was typed: small letters, blanks and strokes are forgiven."""
    plain = unicodedata.normalize("NFKC", typed).upper()
    return peppered("set-up code", "".join(filter(str.isalnum, plain))).hex()


def try_code(typed: str) -> str:
    """What shows from now on that the code was known: its digest. Wrong tries are counted, over all
    processes, before they are answered; five of them end it."""
    tried = hash_setup_code(typed)
    with transaction.atomic():
        codes = held_codes()
        alive = [code for code in codes if code.wrong_tries < MOST_WRONG]
        if any(code.code_hash == tried for code in alive):
            return tried
        for code in alive:
            code.wrong_tries += 1
            code.save(update_fields=["wrong_tries"])
        left = MOST_WRONG - max((code.wrong_tries for code in alive), default=MOST_WRONG)
    if left:
        raise SetupCodeWrong(left=left)
    raise SetupCodeDead


def held_codes() -> list[SetupCode]:
    """The codes, held until the transaction ends: two people come here one after the other."""
    codes = list(SetupCode.objects.select_for_update().order_by("pk"))
    if not is_unopened():
        raise BankOpenAlready
    return codes


def open_bank(
    *,
    key: UUID,
    proof: str,
    first_name: str,
    username: str,
    password: str,
    again: str,
    last_name: str = "",
) -> User:
    """The first account of a new bank; `proof` is what `try_code` answered. The code dies with it.

    Its person is manager and administrator in one until somebody else takes one of the two over.
    No password is part of a fingerprint.
    """
    if not USERNAME.fullmatch(username):
        raise FieldMalformed(field="username")
    person = User(
        username=username,
        first_name=checked_name("first_name", first_name, 100, needed=True),
        last_name=checked_name("last_name", last_name, 100),
        role=Role.MANAGER,
        also_admin=True,
        **admin_marks(Role.ADMIN),
    )
    if password != again:
        raise PasswordsDiffer(field="again")
    refuse_weak(password, person)
    person.password = make_password(password)  # slow on purpose: before the transaction begins

    def make() -> User:
        opening = {code.code_hash for code in held_codes() if code.wrong_tries < MOST_WRONG}
        if proof not in opening:
            raise SetupCodeDead
        person.save()
        end_codes()
        log(by=person, action=actions.OPEN_BANK, subject=f"staff:{username}", key=key)
        return person

    request = {"code": proof, "username": username, "first_name": person.first_name}
    opened = record(User, key=key, verb="open_bank", request=request, make=make)
    refuse_replay_of_another(opened, password)
    return opened
