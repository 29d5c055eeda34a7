"""Services of a clinic by their names."""

from clinic.models import Clinic, Service
from wastebank.files.tables_in import free_code, slug
from wastebank.values.names import order_form, same_name


def service_called(clinic: Clinic, name_id: str) -> Service | None:
    # what is one name stands at one place of a list, too
    alike = Service.objects.filter(clinic=clinic, ordered_by=order_form(name_id)).order_by("pk")
    return next((s for s in alike if same_name(s.name_id, name_id)), None)


def find_or_make_service(clinic: Clinic, name_id: str, **fields: str) -> tuple[Service, bool]:
    """The service of this name, or a new one with a code that is nobody else's there.

    Two who add at once may make the same code: the database takes one, the other looks again.
    """

    def is_taken(code: str) -> bool:
        return Service.objects.filter(clinic=clinic, code=code).exists()

    while True:
        known = service_called(clinic, name_id)
        if known is not None:
            return known, False
        service, is_new = Service.objects.get_or_create(
            clinic=clinic,
            code=free_code(slug(name_id), is_taken),
            defaults={"name_id": name_id, **fields},
        )
        if is_new:
            return service, True
