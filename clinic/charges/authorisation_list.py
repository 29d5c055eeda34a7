"""Credit that is held at a clinic now."""

from django.db.models import QuerySet

from clinic.models import Visit
from clinic.permissions import SEE_VISITS, clinic_of
from ledger import clock
from wastebank.models import Member, User
from wastebank.permissions import require


def open_visits(*, by: User) -> QuerySet[Visit]:
    """The visits of this clinic whose credit is set aside now, the oldest first."""
    require(by, SEE_VISITS)
    return still_open().filter(clinic=clinic_of(by))


def open_visits_of(member: Member) -> QuerySet[Visit]:
    """Where a member's credit is set aside, how much and until when, the oldest first."""
    return still_open().filter(member=member)


def still_open() -> QuerySet[Visit]:
    visits = Visit.objects.filter(hold__end__isnull=True, expires_at__gt=clock.now())
    return visits.select_related("clinic__place", "member", "card__member").order_by(
        "opened_at", "pk"
    )
