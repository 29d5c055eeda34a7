"""Scripts as modules, with everything they import asked for at once.

A browser finds what a module imports only after it has read the module: on a slow line each step
of such a chain costs a whole way there and back.
"""

import re
from functools import lru_cache
from pathlib import Path
from posixpath import dirname, join, normpath

from django import template
from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()
IMPORTED = re.compile(r"""^(?:import|export)\b[^;]*?["'](\.{1,2}/[^"']+)["'];""", re.MULTILINE)


@register.simple_tag
def module(path: str) -> SafeString:
    """The script element of a module, and links that fetch what it imports beside it."""
    needed = (imported_by.__wrapped__ if settings.DEBUG else imported_by)(path)
    links = format_html_join(
        "\n", '<link rel="modulepreload" href="{}">', ((static(one),) for one in needed)
    )
    return format_html('{}\n<script type="module" src="{}"></script>', links, static(path))


@lru_cache(maxsize=64)
def imported_by(path: str) -> tuple[str, ...]:
    """The static paths a module imports, those of its imports too, each once, nearest first."""
    found: list[str] = []
    waiting = [path]
    while waiting:
        one = waiting.pop(0)
        for name in IMPORTED.findall(text_of(one)):
            imported = normpath(join(dirname(one), name))
            if imported != path and imported not in found:
                found.append(imported)
                waiting.append(imported)
    return tuple(found)


def text_of(path: str) -> str:
    file = finders.find(path)
    return Path(file).read_text(encoding="utf-8") if file else ""
