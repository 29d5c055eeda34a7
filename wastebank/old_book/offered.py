"""The members list as one of the lists that may come in."""

from django.utils.translation import gettext_lazy as _

from wastebank.files.importing.offered import OfferedList
from wastebank.files.importing.questions import Answers
from wastebank.models import Place, User
from wastebank.old_book.coming import MemberList
from wastebank.old_book.member_import import MemberImport
from wastebank.permissions import IMPORT_MEMBERS, visible_places


def places(by: User) -> list[Place]:
    banks = visible_places(by).filter(active=True).exclude(kind=Place.Kind.CLINIC)
    return list(banks.order_by("kind", "ordered_by"))


def make(by: User, place: str, answers: Answers) -> MemberList:
    return MemberList(MemberImport.into(by=by, place=place), answers)


MEMBERS = OfferedList(MemberList, IMPORT_MEMBERS, places, make, _("Members of"))
