"""Finding clinics, statements and their lines, as far as somebody may see them."""

from django.db.models import QuerySet

from clinic.models import Clinic, Statement, StatementLine
from clinic.permissions import SEE_OWN_STATEMENTS, SEE_STATEMENTS, clinic_of
from clinic.register.refusals import ClinicUnknown
from clinic.settlements.refusals import StatementLineUnknown, StatementUnknown
from wastebank.models import Place, User
from wastebank.permissions import may, require


def clinics_paid_by(by: User) -> QuerySet[Clinic]:
    """The clinics of the programme; of a person at one of them, that one."""
    clinics = Clinic.objects.select_related("place").order_by("place__ordered_by", "pk")
    if by.place is None:
        return clinics
    if by.place.kind == Place.Kind.CLINIC:
        return clinics.filter(place=by.place)
    return clinics.filter(place__parent=by.place.main_id)


def paid_clinic(*, by: User, code: str) -> Clinic:
    found = clinics_paid_by(by).filter(place__code=code.strip().upper()).first()
    if found is None:
        raise ClinicUnknown(clinic=code[:20])
    return found


def visible_statements(by: User) -> QuerySet[Statement]:
    """Those of the programme for the office, those of the own clinic for its lead."""
    if may(by, SEE_OWN_STATEMENTS):
        found = Statement.objects.filter(clinic=clinic_of(by))
    else:
        require(by, SEE_STATEMENTS)
        found = Statement.objects.filter(clinic__in=clinics_paid_by(by))
    return found.select_related("clinic__place", "approval").order_by("-month", "clinic_id")


def find_statement(*, by: User, number: str) -> Statement:
    """A statement by its number, such as `KSM-2026-10`."""
    found = visible_statements(by).filter(number=number.strip().upper()[:30]).first()
    if found is None:
        raise StatementUnknown
    return found


def find_line(*, statement: Statement, line: int) -> StatementLine:
    """A line by its position in the statement, from 1."""
    lines = statement.lines.select_related("visit", "adjustment__reply")
    found = lines.filter(position=line).first()
    if found is None:
        raise StatementLineUnknown(line=line)
    return found
