"""Views of a list that comes in. A desk says which list, in which frame, and where it leads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ledger import clock
from ledger.refusals import Refusal
from wastebank.bank.path import has_receipt, path_of
from wastebank.files.grids.bounds import MAX_BYTES
from wastebank.files.importing.fields import UNUSED
from wastebank.files.importing.kept import (
    OpenedImport,
    answer_import,
    begin_import,
    begun_imports,
    drop_import,
    find_import,
    open_import,
    write_import,
)
from wastebank.files.importing.offered import offered_list
from wastebank.files.importing.taken import export_of_import
from wastebank.files.list_import import imported_of
from wastebank.files.tables_out import csv_parts
from wastebank.models import User
from wastebank.refusals import BodyTooLarge
from wastebank.values.calendar import local_day
from wastebank.web.common.access import needs, staff
from wastebank.web.common.forms import form_key, new_key
from wastebank.web.common.importing.forms import AnswersForm, FileForm, answers_of
from wastebank.web.common.importing.progress import Telling, how_far
from wastebank.web.common.importing.shown import facts_of, not_here

Show = Callable[[HttpRequest, str, Mapping[str, Any], Refusal | None], HttpResponse]
PAGED = ("changed", "new", "same", "bad")


@dataclass(frozen=True, slots=True)
class ImportDesk:
    """Where a list comes in: its code, its address and names, and its frame."""

    kind: str
    address: str  # below that of the desk: `prices/import/`
    name: str  # of its first address, with the desk's: `office:import`
    show: Show
    back: str  # the page of what comes in
    asks: str = "place"  # by which name that page is asked for a place
    is_posted: bool = False  # whether there is a board of it to hang up

    def href(self, view: str = "", key: UUID | None = None) -> str:
        name = f"{self.name}_{view}" if view else self.name
        return reverse(name, args=[key] if key else [])


def addresses(desk: ImportDesk) -> Iterator[URLPattern]:
    """Choosing a file, looking at it, dropping it, and its rows as a file."""
    name = desk.name.rpartition(":")[2]
    guard, asked = needs(offered_list(desk.kind).permission), require_http_methods(["GET", "POST"])
    begin, look = asked(guard(begin_view(desk))), asked(guard(look_view(desk)))
    drop, take = require_POST(guard(drop_view(desk))), require_POST(guard(take_view(desk)))
    yield path(desk.address, begin, name=name)
    yield path(f"{desk.address}<uuid:key>/", look, name=f"{name}_look")
    tell = require_GET(guard(progress_view(desk)))
    yield path(f"{desk.address}<uuid:key>/progress/", tell, name=f"{name}_progress")
    yield path(f"{desk.address}<uuid:key>/drop/", drop, name=f"{name}_drop")
    yield path(f"{desk.address}<uuid:key>/rows/", take, name=f"{name}_rows")


def begin_view(desk: ImportDesk) -> Callable[..., HttpResponseBase]:
    def begin(request: HttpRequest) -> HttpResponse:
        """Choose a file; it is kept, and read on the page that follows."""
        by, offered = staff(request), offered_list(desk.kind)
        places, label = offered.places(by), str(offered.place_label)
        if request.method == "GET":
            return begin_page(desk, request, FileForm(places=places, label=label))
        form = FileForm(request.POST, request.FILES, places=places, label=label)
        if not form.is_valid():
            return begin_page(desk, request, form)
        file = form.cleaned_data["file"]
        try:
            if file.size > MAX_BYTES:
                raise BodyTooLarge(max_bytes=MAX_BYTES)
            begun = begin_import(
                key=form_key(request),
                by=by,
                kind=desk.kind,
                place=form.cleaned_data["place"],
                name=file.name,
                data=file.read(),
            )
        except Refusal as refusal:
            return begin_page(desk, request, form, refusal)
        return redirect(desk.href("look", begun.key))

    return begin


def look_view(desk: ImportDesk) -> Callable[..., HttpResponseBase]:
    def look(request: HttpRequest, key: UUID) -> HttpResponse:
        """The file with its answers so far; the one key answers, and at the end writes."""
        by = staff(request)
        if request.method == "POST":
            return answered(desk, request, key)
        begun = find_import(by=by, kind=desk.kind, key=key)
        if begun.outcome is not None:
            facts = {
                "done": imported_of(begun.outcome, replayed=False),
                "begun": begun,
                "mending": offered_list(desk.kind).coming.mending,
                "is_posted": desk.is_posted,
                "list_href": f"{reverse(desk.back)}?{desk.asks}={begun.place.code}",
                **way_on(by),
            }
            return desk.show(request, "office/import/done.html", frame(desk, facts), None)
        return look_page(desk, request, key)

    return look


def answered(desk: ImportDesk, request: HttpRequest, key: UUID) -> HttpResponse:
    by, form = staff(request), AnswersForm.of(request)
    answer_import(by=by, kind=desk.kind, key=key, answers=answers_of(request))
    if form.text("go") != "write":
        found = open_import(by=by, kind=desk.kind, key=key)
        waiting = found.open_questions
        anchor = f"#{waiting[0].anchor}" if waiting else "#key"
        return redirect(desk.href("look", key) + anchor)
    seen = form.text("seen") or "nothing"  # what was not looked at is not written
    try:
        with Telling(key) as telling:
            write_import(by=by, kind=desk.kind, key=key, seen=seen, progress=telling)
    except Refusal as refusal:
        return look_page(desk, request, key, refusal)
    return redirect(desk.href("look", key))


def progress_view(desk: ImportDesk) -> Callable[..., HttpResponseBase]:
    def progress(request: HttpRequest, key: UUID) -> HttpResponse:
        """How far the writing is, whichever process does it: `{done, total}`, or neither."""
        find_import(by=staff(request), kind=desk.kind, key=key)
        return JsonResponse(how_far(key))

    return progress


def drop_view(desk: ImportDesk) -> Callable[..., HttpResponseBase]:
    def drop(request: HttpRequest, key: UUID) -> HttpResponse:
        """Throw the file away; nothing of it was written."""
        drop_import(by=staff(request), kind=desk.kind, key=key)
        return redirect(desk.href())

    return drop


def take_view(desk: ImportDesk) -> Callable[..., HttpResponseBase]:
    def take(request: HttpRequest, key: UUID) -> HttpResponseBase:
        """Every row with what it would do, and why it cannot be used, as a file."""
        found = open_import(by=staff(request), kind=desk.kind, key=key)
        name = slugify(f"{found.begun.name}-{_('rows')}") + ".csv"
        return StreamingHttpResponse(
            csv_parts(export_of_import(found)),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    return take


def begin_page(
    desk: ImportDesk, request: HttpRequest, form: FileForm, refusal: Refusal | None = None
) -> HttpResponse:
    by, offered = staff(request), offered_list(desk.kind)
    begun = begun_imports(by=by, kind=desk.kind)
    facts = {
        "form": form,
        "title": offered.title,
        "begun": [(one, desk.href("look", one.key)) for one in begun],
        "heads": shown_heads(desk),
        "back_href": reverse(desk.back),
        "key": new_key(),
        **way_on(by),
    }
    return desk.show(request, "office/import/page.html", frame(desk, facts), refusal)


def way_on(by: User) -> dict[str, Any]:
    """While a bank is set up: its path, and the step that comes next; else nothing."""
    path = [] if has_receipt() else path_of(by)
    on = next((one for one in path if one.is_here and one.is_open), None)
    return {"path": path if any(one.is_open for one in path) else [], "on": on}


def shown_heads(desk: ImportDesk) -> list[tuple[str, str]]:
    """What a list may hold, and heads by which it is known."""
    by_code = offered_list(desk.kind)
    return [(str(f.label), ", ".join(f.heads[:3])) for f in by_code.fields if f.heads]


def look_page(
    desk: ImportDesk, request: HttpRequest, key: UUID, refusal: Refusal | None = None
) -> HttpResponse:
    by = staff(request)
    opened = open_import(by=by, kind=desk.kind, key=key)
    return desk.show(request, "office/import/look.html", look_facts(desk, request, opened), refusal)


def look_facts(desk: ImportDesk, request: HttpRequest, opened: OpenedImport) -> dict[str, Any]:
    key = opened.begun.key
    stays, more = not_here(opened.reading.not_named)
    facts = facts_of(opened, {name: request.GET.get(name, "") for name in PAGED})
    facts |= {
        "title": opened.offered.title,
        "place_label": opened.offered.place_label,
        "fields": [(field.name, field.label) for field in opened.coming.fields],
        "unused": UNUSED,
        "beside_heads": opened.coming.beside_heads,
        "stays": stays,
        "stays_more": more,
        "look_href": desk.href("look", key),
        "drop_href": desk.href("drop", key),
        "progress_href": desk.href("progress", key),
        "rows_href": desk.href("rows", key),
        "begin_href": desk.href(),
    }
    return frame(desk, facts)


def frame(desk: ImportDesk, facts: dict[str, Any]) -> dict[str, Any]:
    return {"language_next": desk.href(), "today": local_day(clock.now()), **facts}
