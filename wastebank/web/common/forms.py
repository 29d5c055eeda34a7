"""The key that every form carries, made before the form is sent."""

from uuid import UUID, uuid4

from django.http import HttpRequest

from wastebank.refusals import KeyMissing


def new_key() -> str:
    """A key for a form, made before the form is sent."""
    return str(uuid4())


def form_key(request: HttpRequest) -> UUID:
    """The key that came with a form."""
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        raise KeyMissing from None
