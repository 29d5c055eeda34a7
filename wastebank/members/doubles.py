"""Who is on record already: found before somebody gets a second record."""

from collections.abc import Mapping, Sequence

from django.db.models import Q

from wastebank.codes.secrets import digest_national_id
from wastebank.members.find import visible_members
from wastebank.members.refusals import MemberDouble
from wastebank.models import Member, Place, User
from wastebank.values.contacts import phone_form
from wastebank.values.names import search_form

MOST_NAMED = 5


def hold_enrolments(place: Place) -> None:
    """Until the transaction ends nobody else enrols anybody in this programme, so that two who
    write down one person at once do not both find nobody. Deposits do not wait for it."""
    Place.objects.select_for_update(no_key=True).get(pk=place.main_id)


def double_of(
    by: User,
    place: Place,
    fields: Mapping[str, str],
    national_id: str,
    but: Member | None = None,
) -> MemberDouble | None:
    """The question to ask, where the identity number, or name and telephone, are on record already.

    An identity number is looked for in the whole programme; of a member whom `by` may not see,
    only the place is told. `but` is the one who is on record as this person.
    """
    same = "national_id"
    found = [member for member in with_national_id(place, national_id) if member != but]
    if not found:
        same = "name_and_phone"
        alike = with_name_and_phone(by, fields["name"], fields["phone"])
        found = [member for member in alike if member != but]
    if not found:
        return None
    seen = set(visible_members(by).filter(pk__in=[member.pk for member in found]))
    members = [m.number if m in seen else m.place.name for m in found]
    return MemberDouble(same=same, members=members)


def with_national_id(place: Place, national_id: str) -> Sequence[Member]:
    if not national_id:
        return []
    programme = Q(place_id=place.main_id) | Q(place__parent_id=place.main_id)
    found = Member.objects.filter(programme, national_id_digest=digest_national_id(national_id))
    return list(found.select_related("place").order_by("pk")[:MOST_NAMED])


def with_name_and_phone(by: User, name: str, phone: str) -> Sequence[Member]:
    """Of those who can be called by this number, who has this name; a household may share one."""
    called = phone_form(phone)
    if not called:
        return []
    reached = visible_members(by).filter(phone_form=called).order_by("pk")
    return [m for m in reached if search_form(m.name) == search_form(name)][:MOST_NAMED]
