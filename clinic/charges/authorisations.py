"""Authorisations: credit is held when the patient comes, and paid or given back at the end.

The PIN agrees to a sum. The end may cost less without another word; more needs the PIN again.
At the desk and in the API this is an open visit.
"""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.conf import settings

from clinic import actions
from clinic.book import accounts as clinic_accounts
from clinic.book.kinds import REDEMPTION
from clinic.charges.allocation import Allocation, paid_from
from clinic.charges.payers import agreed_cash, sources_of
from clinic.charges.prepare import (
    Bill,
    Charge,
    ServiceAsked,
    available_in,
    check_asked,
    lines_fingerprint,
    prepare_charge,
    price_lines,
    require_small_if_new,
    settle,
    share_out,
    short_of,
)
from clinic.charges.redeem import transfers_of, write_redemption
from clinic.charges.refusals import (
    AuthorisationEnded,
    AuthorisationUnknown,
    NothingToHold,
    PinNeeded,
)
from clinic.limits.check import require_within_limits
from clinic.models import (
    Authorisation,
    AuthorisationEnd,
    AuthorisationLine,
    AuthorisationPayment,
    Redemption,
)
from clinic.permissions import REDEEM, SEE_VISITS, clinic_of
from ledger import clock
from ledger.holds import capture_hold, expire_overdue, place_hold, release_hold
from ledger.models import Hold
from ledger.posting import Locked, Posted, lock_accounts
from wastebank.book import accounts as bank_accounts
from wastebank.cards.pins import check_pin
from wastebank.cards.read import require_active
from wastebank.commands import log, record
from wastebank.models import Card, User
from wastebank.permissions import require
from wastebank.text import checked_reason


def authorise(
    *,
    key: UUID,
    by: User,
    card: str,
    pin: str,
    lines: Sequence[ServiceAsked],
    cash_idr: int = 0,
) -> Authorisation:
    """Hold the credit for the expected care; nothing is paid yet, and nobody else gets it.

    The PIN is checked first, as in `redeem`, and is no part of the fingerprint.
    """
    charge = prepare_charge(key=key, by=by, card=card, pin=pin, lines=lines, cash_idr=cash_idr)
    return record(
        Authorisation,
        key=key,
        verb="open_visit",
        request=charge.request,
        make=lambda: _authorise(charge),
    )


def _authorise(charge: Charge) -> Authorisation:
    bill = settle(charge)
    wallet = bank_accounts.wallet(bill.member)
    held_idr = paid_from(wallet.code, bill.parts)
    if not held_idr:
        raise NothingToHold
    hold = place_hold(
        key=str(bill.key),
        account=wallet,
        amount=held_idr,
        expires_at=clock.now() + timedelta(hours=settings.WASTEBANK_HOLD_HOURS),
        actor=bill.by.username,
        locked=bill.wallet,
    )
    return write_authorisation(bill, hold)


def write_authorisation(bill: Bill, hold: Hold) -> Authorisation:
    authorisation = Authorisation.objects.create(
        hold=hold,
        clinic=bill.clinic,
        member=bill.member,
        card=bill.card,
        opened_at=hold.placed_at,
        expires_at=hold.expires_at,
        actor=bill.by.username,
        actor_name=str(bill.by),
        total_idr=bill.total_idr,
        available_after_idr=bill.wallet.available,
    )
    AuthorisationLine.objects.bulk_create(
        AuthorisationLine(authorisation=authorisation, **line.columns(line_number))
        for line_number, line in enumerate(bill.lines, start=1)
    )
    AuthorisationPayment.objects.bulk_create(
        AuthorisationPayment(authorisation=authorisation, **columns) for columns in bill.payments()
    )
    return authorisation


def find_authorisation(*, visit: int, by: User) -> Authorisation:
    """An authorisation of the clinic where this person stands, be it open or ended."""
    require(by, SEE_VISITS)
    authorisations = Authorisation.objects.select_related(
        "clinic__place", "hold__account", "member", "card__member"
    )
    found = authorisations.filter(pk=visit, clinic=clinic_of(by)).first()
    if found is None:
        raise AuthorisationUnknown
    return found


def capture(
    *,
    key: UUID,
    by: User,
    visit: int,
    lines: Sequence[ServiceAsked],
    cash_idr: int = 0,
    pin: str = "",
) -> Redemption:
    """Pay for what was given: `cash_idr` at the desk, the rest from what is held.

    More credit than that is taken with the PIN only, which is checked whenever it is given.
    """
    require(by, REDEEM)
    check_asked(lines, cash_idr)
    found = find_authorisation(visit=visit, by=by)
    if pin:
        check_pin(member=found.member, cards=[found.card], pin=pin)
    request = {
        "by": by.username,
        "visit": found.pk,
        "lines": lines_fingerprint(lines),
        "cash": cash_idr,
    }
    return record(
        Redemption,
        key=key,
        verb="close_visit",
        request=request,
        make=lambda: _capture(key, by, found, lines, cash_idr, agreed=bool(pin)),
    )


def _capture(
    key: UUID,
    by: User,
    found: Authorisation,
    lines: Sequence[ServiceAsked],
    cash_idr: int,
    *,
    agreed: bool,
) -> Redemption:
    sources = sources_of(found.member, agreed_cash(cash_idr))
    specs = [source.account for source in sources if source.account]
    accounts = lock_accounts([*specs, clinic_accounts.payable(found.clinic)])
    own = accounts[bank_accounts.wallet(found.member).code]
    require_open(found)
    priced = price_lines(lines, found.clinic, began=found.opened_at, hold=True, visit=found)
    require_within_limits(
        card=found.card, clinic=found.clinic, lines=priced, began=found.opened_at, visit=found
    )
    # Of the wallet, what is held is agreed to; what else there is in it, only with the PIN.
    within = available_in(accounts) | {own.code: found.hold.amount}
    allocation = share_out(priced, sources, within)
    if allocation.missing_idr:
        more_idr = allow_more(found, allocation, own, agreed=agreed)
        allocation = share_out(priced, sources, within | {own.code: found.hold.amount + more_idr})
        if allocation.missing_idr:
            raise short_of(allocation, priced)
        beyond_idr = paid_from(own.code, allocation.parts) - found.hold.amount
        card = Card.objects.get(pk=found.card_id)
        require_small_if_new(card, found.member, beyond_idr)
    bill = Bill(key, by, found.clinic, found.card, found.member, priced, allocation.parts, accounts)
    redemption = write_redemption(bill, end_hold(found, bill))
    write_end(found, by, own, redemption=redemption)
    return redemption


def end_hold(found: Authorisation, bill: Bill) -> Posted | None:
    """The hold becomes the payment; what is all in cash or free has nothing to post."""
    transfers = transfers_of(bill)
    if not transfers:
        release_hold(hold=found.hold, actor=bill.by.username, accounts=bill.accounts)
        return None
    return capture_hold(
        key=str(bill.key),
        hold=found.hold,
        kind=REDEMPTION,
        transfers=transfers,
        occurred_at=clock.now(),
        actor=bill.by.username,
        place=bill.clinic.place.code,
        accounts=bill.accounts,
    )


def require_open(found: Authorisation) -> None:
    """Under the wallet's lock. One whose time is over can only be begun anew."""
    how = found.ended_how
    if not how and found.expires_at <= clock.now():
        how = "expired"  # by whoever looks after holds next
    if how:
        raise AuthorisationEnded(how=how)


def allow_more(found: Authorisation, within: Allocation, own: Locked, *, agreed: bool) -> int:
    """What the wallet has beside what is held: agreed by PIN, with a card in force."""
    if not agreed:
        raise PinNeeded(more_idr=within.missing_idr)
    require_active(Card.objects.select_related("member").get(pk=found.card_id))
    expire_overdue(own)
    return own.available


def write_end(
    found: Authorisation,
    by: User,
    own: Locked,
    *,
    redemption: Redemption | None = None,
    reason: str = "",
) -> AuthorisationEnd:
    return AuthorisationEnd.objects.create(
        authorisation=found,
        redemption=redemption,
        reason=reason,
        actor=by.username,
        ended_at=clock.now(),
        available_after_idr=own.available,
    )


def release(*, key: UUID, by: User, visit: int, reason: str) -> AuthorisationEnd:
    """The patient leaves without care: all that is held is free at once."""
    require(by, REDEEM)
    why = checked_reason(reason)
    found = find_authorisation(visit=visit, by=by)
    request = {"by": by.username, "visit": found.pk, "reason": why}
    return record(
        AuthorisationEnd,
        key=key,
        verb="release_visit",
        request=request,
        make=lambda: _release(key, by, found, why),
    )


def _release(key: UUID, by: User, found: Authorisation, reason: str) -> AuthorisationEnd:
    wallet = bank_accounts.wallet(found.member)
    accounts = lock_accounts([wallet])
    require_open(found)
    release_hold(hold=found.hold, actor=by.username, accounts=accounts)
    place = found.clinic.place
    log(by=by, action=actions.RELEASE_VISIT, subject=f"visit:{found.pk}", key=key, place=place)
    return write_end(found, by, accounts[wallet.code], reason=reason)
