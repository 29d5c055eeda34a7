"""The fields that every form of ours begins with, under the name that Django's own tag has."""

from django import template
from django.template.context import Context
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from wastebank.web.common.ways.sent import PERSON

register = template.Library()


@register.simple_tag(takes_context=True)
def csrf_token(context: Context) -> SafeString:
    """The token, and the person whom the form is shown to: nobody else can send it."""
    token = CsrfTokenNode().render(context)
    return mark_safe(token + person_field(context))  # noqa: S308 - both are escaped


def person_field(context: Context) -> str:
    request = context.get("request")
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return ""
    return format_html('<input type="hidden" name="{}" value="{}">', PERSON, user.get_username())
