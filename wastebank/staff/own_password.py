"""Everybody changes the own password: the one until now, and the new one twice."""

from uuid import UUID

from django.contrib.auth.hashers import make_password

from ledger.idempotency import was_carried_out
from wastebank import actions
from wastebank.commands import log, record
from wastebank.models import User
from wastebank.permissions import CHANGE_OWN_PASSWORD, require
from wastebank.staff.access.endings import end_access
from wastebank.staff.access.proved import refuse_replay_of_another, refuse_wrong
from wastebank.staff.access.weak import refuse_weak
from wastebank.staff.refusals import PasswordsDiffer


def change_own_password(*, key: UUID, by: User, old: str, new: str, again: str) -> User:
    """A new password for whoever asks; every other open page, token and link of the account ends.

    No password is part of a fingerprint. A key that was carried out answers so again, though the
    password until then is no longer the one; to the new one alone.
    """
    require(by, CHANGE_OWN_PASSWORD)
    password_hash = ""
    if not was_carried_out(key):
        refuse_wrong(by, old)
        if new != again:
            raise PasswordsDiffer
        refuse_weak(new, by)
        password_hash = make_password(new)  # slow on purpose: before the transaction begins

    def make() -> User:
        user = User.objects.select_for_update(of=("self",)).get(pk=by.pk)
        user.password = password_hash
        end_access(user)
        user.save(update_fields=["password", "sign_outs"])
        log(
            by=by,
            action=actions.CHANGE_OWN_PASSWORD,
            subject=f"staff:{by.username}"[:60],
            key=key,
            place=by.place,
        )
        return user

    request = {"by": by.username}
    user = record(User, key=key, verb="change_own_password", request=request, make=make)
    refuse_replay_of_another(user, new)
    return user
