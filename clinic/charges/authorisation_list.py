"""Credit that is held at a clinic now."""

from django.db.models import QuerySet

from clinic.models import Authorisation
from clinic.permissions import SEE_VISITS, clinic_of
from ledger import clock
from wastebank.models import Member, User
from wastebank.permissions import require


def open_authorisations(*, by: User) -> QuerySet[Authorisation]:
    """Those of this clinic whose credit is held now, the oldest first."""
    require(by, SEE_VISITS)
    return still_open().filter(clinic=clinic_of(by))


def open_authorisations_of(member: Member) -> QuerySet[Authorisation]:
    """Where a member's credit is held, how much and until when, the oldest first."""
    return still_open().filter(member=member)


def still_open() -> QuerySet[Authorisation]:
    found = Authorisation.objects.filter(hold__end__isnull=True, expires_at__gt=clock.now())
    found = found.select_related("clinic__place", "hold", "member", "card__member")
    return found.prefetch_related("payments__account").order_by("opened_at", "pk")
