"""The language of the moment."""

from django.utils.translation import get_language


def language() -> str:
    return (get_language() or "id")[:2]
