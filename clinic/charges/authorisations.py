"""Open visits: credit is set aside when the patient comes, and paid or given back at the end.

The PIN agrees to a sum. The end may cost less without another word; more needs the PIN again.
"""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.conf import settings

from clinic import actions
from clinic.book import accounts as clinic_accounts
from clinic.book.kinds import REDEMPTION
from clinic.charges.prepare import (
    QuotedService,
    ServiceAsked,
    check_asked,
    consented,
    credit_asked,
    lines_fingerprint,
    patient_here,
    price_lines,
    request_fingerprint,
    short_of,
)
from clinic.charges.redeem import write_redemption
from clinic.charges.refusals import NothingToSetAside, PinNeeded, VisitEnded, VisitUnknown
from clinic.models import Clinic, Redemption, Visit, VisitEnd, VisitLine
from clinic.permissions import REDEEM, SEE_VISITS, clinic_of
from ledger import clock
from ledger.holds import capture_hold, expire_overdue, place_hold, release_hold
from ledger.models import Hold
from ledger.posting import Locked, Transfer, lock_accounts
from wastebank.book import accounts as bank_accounts
from wastebank.cards.pins import check_pin
from wastebank.cards.read import require_active
from wastebank.commands import log, record
from wastebank.models import Card, Member, User
from wastebank.permissions import require
from wastebank.refusals import Conflict
from wastebank.text import checked_reason


def open_visit(
    *,
    key: UUID,
    by: User,
    card: str,
    pin: str,
    lines: Sequence[ServiceAsked],
    cash_idr: int = 0,
) -> Visit:
    """Set the credit for the expected care aside; nothing is paid yet, and nobody else gets it.

    The PIN is checked first, as in `redeem`, and is no part of the fingerprint.
    """
    require(by, REDEEM)
    clinic = clinic_of(by)
    check_asked(lines, cash_idr)
    shown, why_not = consented(key, card, pin)
    return record(
        Visit,
        key=key,
        verb="open_visit",
        request=request_fingerprint(by, card, lines, cash_idr),
        make=lambda: _open(key, by, clinic, shown, lines, cash_idr, why_not),
    )


def _open(
    key: UUID,
    by: User,
    clinic: Clinic,
    card: Card,
    lines: Sequence[ServiceAsked],
    cash_idr: int,
    why_not: Conflict | None,
) -> Visit:
    if why_not is not None:
        raise why_not
    owner = patient_here(card, clinic)
    wallet = bank_accounts.wallet(owner)
    own = lock_accounts([wallet])[wallet.code]
    expire_overdue(own)
    require_active(Card.objects.select_related("member").get(pk=card.pk))
    priced = price_lines(lines, clinic)
    credit_idr = credit_asked(priced, cash_idr)
    if credit_idr > own.available:
        raise short_of(credit_idr, own.available, priced)
    if not credit_idr:
        raise NothingToSetAside
    hold = place_hold(
        key=str(key),
        account=wallet,
        amount=credit_idr,
        expires_at=clock.now() + timedelta(hours=settings.WASTEBANK_HOLD_HOURS),
        actor=by.username,
        locked=own,
    )
    return write_visit(hold, by, clinic, card, owner, priced, cash_idr, own)


def write_visit(
    hold: Hold,
    by: User,
    clinic: Clinic,
    card: Card,
    owner: Member,
    priced: Sequence[QuotedService],
    cash_idr: int,
    wallet: Locked,
) -> Visit:
    visit = Visit.objects.create(
        hold=hold,
        clinic=clinic,
        member=owner,
        card=card,
        opened_at=hold.placed_at,
        expires_at=hold.expires_at,
        actor=by.username,
        actor_name=str(by),
        total_idr=hold.amount + cash_idr,
        credit_idr=hold.amount,
        cash_idr=cash_idr,
        available_after_idr=wallet.available,
    )
    VisitLine.objects.bulk_create(
        VisitLine(visit=visit, **line.columns(line_number))
        for line_number, line in enumerate(priced, start=1)
    )
    return visit


def find_visit(*, visit: int, by: User) -> Visit:
    """A visit of the clinic where this person stands, be it open or ended."""
    require(by, SEE_VISITS)
    visits = Visit.objects.select_related(
        "clinic__place", "hold__account", "member", "card__member"
    )
    found = visits.filter(pk=visit, clinic=clinic_of(by)).first()
    if found is None:
        raise VisitUnknown
    return found


def close_visit(
    *,
    key: UUID,
    by: User,
    visit: int,
    lines: Sequence[ServiceAsked],
    cash_idr: int = 0,
    pin: str = "",
) -> Redemption:
    """Pay for what was given: `cash_idr` at the desk, the rest from what was set aside.

    More credit than that is taken with the PIN only, which is checked whenever it is given.
    """
    require(by, REDEEM)
    check_asked(lines, cash_idr)
    found = find_visit(visit=visit, by=by)
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
        make=lambda: _close(key, by, found, lines, cash_idr, agreed=bool(pin)),
    )


def _close(
    key: UUID,
    by: User,
    visit: Visit,
    lines: Sequence[ServiceAsked],
    cash_idr: int,
    *,
    agreed: bool,
) -> Redemption:
    wallet, payable = bank_accounts.wallet(visit.member), clinic_accounts.payable(visit.clinic)
    accounts = lock_accounts([wallet, payable])
    own = accounts[wallet.code]
    require_open_visit(visit)
    priced = price_lines(lines, visit.clinic)
    credit_idr = credit_asked(priced, cash_idr)
    if credit_idr > visit.credit_idr:
        allow_more(visit, credit_idr, own, priced, agreed=agreed)
    entry_id = None
    if credit_idr:
        posted = capture_hold(
            key=str(key),
            hold=visit.hold,
            kind=REDEMPTION,
            transfers=[Transfer(wallet, payable, credit_idr)],
            occurred_at=clock.now(),
            actor=by.username,
            place=visit.clinic.place.code,
            accounts=accounts,
        )
        entry_id = posted.entry_id
    else:  # all in cash, or free: there is nothing to post
        release_hold(hold=visit.hold, actor=by.username, accounts=accounts)
    redemption = write_redemption(
        entry_id, by, visit.clinic, visit.card, visit.member, priced, cash_idr, own
    )
    end_visit(visit, by, own, redemption=redemption)
    return redemption


def require_open_visit(visit: Visit) -> None:
    """Under the wallet's lock. One whose time is over can only be begun anew."""
    how = visit.ended_how
    if not how and visit.expires_at <= clock.now():
        how = "expired"  # by whoever looks after holds next
    if how:
        raise VisitEnded(how=how)


def allow_more(
    visit: Visit, credit_idr: int, own: Locked, priced: Sequence[QuotedService], *, agreed: bool
) -> None:
    """More than was set aside: agreed by PIN, with a card in force, out of what there is."""
    if not agreed:
        raise PinNeeded(more_idr=credit_idr - visit.credit_idr)
    require_active(Card.objects.select_related("member").get(pk=visit.card_id))
    expire_overdue(own)
    within_idr = own.available + visit.credit_idr
    if credit_idr > within_idr:
        raise short_of(credit_idr, within_idr, priced)


def end_visit(
    visit: Visit,
    by: User,
    own: Locked,
    *,
    redemption: Redemption | None = None,
    reason: str = "",
) -> VisitEnd:
    return VisitEnd.objects.create(
        visit=visit,
        redemption=redemption,
        reason=reason,
        actor=by.username,
        ended_at=clock.now(),
        available_after_idr=own.available,
    )


def release_visit(*, key: UUID, by: User, visit: int, reason: str) -> VisitEnd:
    """The patient leaves without care: all that was set aside is free at once."""
    require(by, REDEEM)
    why = checked_reason(reason)
    found = find_visit(visit=visit, by=by)
    request = {"by": by.username, "visit": found.pk, "reason": why}
    return record(
        VisitEnd,
        key=key,
        verb="release_visit",
        request=request,
        make=lambda: _release(key, by, found, why),
    )


def _release(key: UUID, by: User, visit: Visit, reason: str) -> VisitEnd:
    wallet = bank_accounts.wallet(visit.member)
    accounts = lock_accounts([wallet])
    require_open_visit(visit)
    release_hold(hold=visit.hold, actor=by.username, accounts=accounts)
    place = visit.clinic.place
    log(by=by, action=actions.RELEASE_VISIT, subject=f"visit:{visit.pk}", key=key, place=place)
    return end_visit(visit, by, accounts[wallet.code], reason=reason)
