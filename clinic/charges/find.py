"""Finding a redemption by its number."""

from clinic.charges.refusals import RedemptionUnknown
from clinic.models import Redemption
from clinic.permissions import SEE_VISITS, clinic_of
from wastebank.models import User
from wastebank.permissions import require


def find_redemption(*, number: str, by: User) -> Redemption:
    """A visit of the clinic where this person stands."""
    require(by, SEE_VISITS)
    visits = Redemption.objects.select_related("clinic__place", "member", "entry", "cancel")
    visits = visits.prefetch_related("payments__account")
    found = visits.filter(number=number.strip().upper(), clinic=clinic_of(by)).first()
    if found is None:
        raise RedemptionUnknown
    return found
