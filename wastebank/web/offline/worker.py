"""What lies on a device for the time without a network: the shell page, its files, the worker.

Nothing of it is about anybody. It is drawn without the request, so no name and no token of the
person who happens to fetch it can stand in it. One version names all of it by content: a device
has the whole of one version or the whole of another.
"""

import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wastebank.bank.known import bank_facts
from wastebank.papers.drawing.wording import wording
from wastebank.values.language import language
from wastebank.web import styles

FOLDER = Path(__file__).parent.parent / "static"
WORKER = FOLDER / "wastebank" / "offline" / "sw.js"
KEPT_ENDINGS = {".js", ".svg"}
STYLES = f"{styles.FOLDER}/offline.css"
LANGUAGES = [code for code, _name in settings.LANGUAGES]


@require_GET
def shell(request: HttpRequest) -> HttpResponse:
    """The page of the counter with no network, the same for everybody, in one language."""
    asked = request.GET.get("language", "")
    spoken = asked if asked in LANGUAGES else language()
    answer = HttpResponse(draw_shell(spoken))
    answer.headers["Content-Language"] = spoken
    return answer


@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, with the version and the list of what it keeps."""
    script = built() if settings.DEBUG else built_once()
    return HttpResponse(script, content_type="text/javascript; charset=utf-8")


@require_GET
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to put the counter on its first screen."""
    icon = {"src": static("wastebank/mark.svg"), "sizes": "any", "type": "image/svg+xml"}
    return JsonResponse(
        {
            "name": f"{bank_facts().called}: {_('Counter')}",
            "short_name": _("Counter"),
            "lang": language(),
            "start_url": "/counter/",
            "scope": "/",
            "display": "standalone",
            "background_color": "#faf5e9",
            "theme_color": "#0e5a46",
            "icons": [icon],
        },
        content_type="application/manifest+json",
    )


def draw_shell(spoken: str) -> str:
    with translation.override(spoken):
        return render_to_string("counter/offline/page.html", {"paper": wording(spoken)})


def built() -> str:
    files = kept()
    facts = {
        "version": version(files),
        "shells": {code: f"/counter/offline/?language={code}" for code in LANGUAGES},
        "files": [static(name) for name in files],
    }
    return f"const KEPT = {json.dumps(facts)};\n{WORKER.read_text()}"


def kept() -> dict[str, bytes]:
    """What lies beside the shell: its one style sheet, all scripts and all drawings."""
    paths = [path for path in sorted(FOLDER.rglob("*")) if is_kept(path)]
    files = {path.relative_to(FOLDER).as_posix(): path.read_bytes() for path in paths}
    return {STYLES: styles.join("offline").encode(), **files}


def version(files: Mapping[str, bytes]) -> str:
    """The name of exactly this content: worker, files and pages."""
    named = {"worker": WORKER.read_bytes(), **files}
    drawn = {code: draw_shell(code).encode() for code in LANGUAGES}
    digests = {
        name: hashlib.sha256(content).hexdigest() for name, content in (named | drawn).items()
    }
    return hashlib.sha256(json.dumps(digests).encode()).hexdigest()[:16]


built_once = lru_cache(maxsize=1)(built)


def is_kept(path: Path) -> bool:
    return path.suffix in KEPT_ENDINGS and path != WORKER
