"""Price lists by upload: first what is wrong with each row, then the import of the rest.

The file itself is not kept between the two steps; it comes back with the form, whole, so what is
imported is what was looked at.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from binascii import Error as NotBase64

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from ledger.refusals import Refusal
from wastebank.files.list_import import CheckedSheet, Imported, check_list, import_list
from wastebank.files.refusals import RowsUnusable, SheetUnreadable
from wastebank.files.tables_in import MAX_BYTES
from wastebank.materials.price_import import ImportedPrice, PriceImport, read_prices
from wastebank.models import Place
from wastebank.permissions import SET_PRICES, visible_places
from wastebank.refusals import BodyTooLarge, FieldMissing
from wastebank.web.common.access import needs, staff
from wastebank.web.common.forms import form_key, new_key
from wastebank.web.office.forms import ImportAgainForm, ImportForm
from wastebank.web.office.page import office_page

# The list travels back with the form, under the same bound as any body (see size_limit).
MOST_BYTES = min(MAX_BYTES, 600_000)


@require_GET
@needs(SET_PRICES)
def upload(request: HttpRequest) -> HttpResponse:
    return upload_page(request, ImportForm(places=visible_places(staff(request)).order_by("kind")))


@require_POST
@needs(SET_PRICES)
def look(request: HttpRequest) -> HttpResponse:
    """Read the list and show what would happen; nothing is written."""
    places = visible_places(staff(request)).order_by("kind")
    form = ImportForm(request.POST, request.FILES, places=places)
    if not form.is_valid():
        return upload_page(request, form)
    file = form.cleaned_data["file"]
    try:
        if file.size > MOST_BYTES:
            raise BodyTooLarge(max_bytes=MOST_BYTES)
        data = file.read()
        target = PriceImport.into(by=staff(request), place=form.cleaned_data["place"])
        sheet = check_list(target, read_prices(data, ask=form.cleaned_data["ask"]))
    except Refusal as refusal:
        return upload_page(request, form, refusal)
    return look_page(request, data, sheet, target.place, ask=form.cleaned_data["ask"])


@require_POST
@needs(SET_PRICES)
def carry_out(request: HttpRequest) -> HttpResponse:
    """Write the list that was looked at. It is read and checked again first."""
    by = staff(request)
    form = ImportAgainForm.of(request)
    ask, skip_bad = form.has("ask"), form.has("skip_bad")
    try:
        data = b64decode(form.text("data"), validate=True)
    except (NotBase64, ValueError):
        raise SheetUnreadable(problem="base64") from None
    target = PriceImport.into(by=by, place=form.text("place"))
    sheet = check_list(target, read_prices(data, ask=ask))
    try:
        if sheet.bad and not skip_bad:
            raise RowsUnusable(count=len(sheet.bad))
        if not sheet.rows:
            raise FieldMissing(field="rows")
        done = import_list(target=target, key=form_key(request), rows=sheet.rows)
    except Refusal as refusal:
        return look_page(request, data, sheet, target.place, ask=ask, refusal=refusal)
    return done_page(request, sheet, target.place, done)


def upload_page(
    request: HttpRequest, form: ImportForm, refusal: Refusal | None = None
) -> HttpResponse:
    return office_page(request, "office/import/page.html", {"form": form}, refusal)


def look_page(
    request: HttpRequest,
    data: bytes,
    sheet: CheckedSheet[ImportedPrice],
    place: Place,
    *,
    ask: bool,
    refusal: Refusal | None = None,
) -> HttpResponse:
    facts = {
        "sheet": sheet,
        "at": place,
        "ask": ask,
        "data": b64encode(data).decode(),
        "assumed": sum(row.unit_assumed for row in sheet.rows),
        "key": new_key(),
        "language_next": reverse("office:import"),
    }
    return office_page(request, "office/import/look.html", facts, refusal)


def done_page(
    request: HttpRequest, sheet: CheckedSheet[ImportedPrice], place: Place, done: Imported
) -> HttpResponse:
    facts = {
        "sheet": sheet,
        "at": place,
        "done": done,
        "language_next": reverse("office:prices"),
        "list_href": f"{reverse('office:prices')}?place={place.code}",
    }
    return office_page(request, "office/import/done.html", facts)
