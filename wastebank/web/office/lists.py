"""A list on the screen, page by page, and the same list as a file.

What is asked stands in the address, save what names a person: a list that can be asked for a name
is asked by a form that is posted, and so are its further pages. Files are always posted for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from ledger.refusals import Refusal
from wastebank.bank.known import bank_facts
from wastebank.files.tables_out import csv_parts, xlsx_bytes
from wastebank.models import User
from wastebank.papers.reports.listing import list_pdf
from wastebank.reports.asked import asked_page
from wastebank.reports.file_names import file_name
from wastebank.reports.listing import (
    Column,
    Field,
    Filters,
    Kind,
    Listing,
    On,
    Word,
    export_of,
    paper_of,
)
from wastebank.reports.taking import take_list
from wastebank.web.common.access import needs, staff
from wastebank.web.common.forms import form_key, new_key
from wastebank.web.office.forms import ListForm
from wastebank.web.office.page import office_page

PER_PAGE = 50
CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class ListPage:
    """A list with its place in the office: its address, its template, where its rows lead."""

    listing: Listing[Any]
    view: str  # its own address
    file_view: str
    href: Callable[[Any], str] | None = None
    opens: Callable[[User, Any], bool] | None = None  # for whom a row leads there; None: for all
    address: str = ""  # below that of the office; empty: its own views show it
    template: str = "office/lists/page.html"
    is_private: bool = False  # asked for names, so by a form that is posted
    also: Callable[[User, Filters], Mapping[str, Any]] | None = None


SHORT_WORD = 12  # letters that half the width of a phone has room for


@dataclass(frozen=True, slots=True)
class ShownField:
    field: Field
    value: str

    @property
    def is_long(self) -> bool:
        """Whether it takes the whole width of a phone: what is typed, or a long word chosen."""
        if self.field.options is None:
            return not self.field.is_day
        return len(self.field.word_of(self.value)) > SHORT_WORD


@dataclass(frozen=True, slots=True)
class Cell:
    """What a row says in a column; how it stands is said beside what it is called."""

    column: Column[Any]
    value: Any
    unit: str
    states: Sequence[tuple[str, Word]]
    sign: str = ""


@dataclass(frozen=True, slots=True)
class ShownRow:
    href: str
    cells: Sequence[Cell]
    under: Sequence[Cell]  # what a phone says of it in small, having no room for the columns


def answer_page(
    request: HttpRequest, list_page: ListPage, refusal: Refusal | None = None, **fixed: str
) -> HttpResponse:
    """A page of a list; `fixed` is what its address says already."""
    by = staff(request)
    asked = asked_of(request, list_page, by) | fixed
    sent = ListForm.of(request).text("page")
    number = sent if request.method == "POST" else request.GET.get("page", "")
    page = asked_page(list_page.listing.find(by, asked), PER_PAGE, number)
    facts = list_facts(list_page, by, asked, page, fixed)
    if list_page.also:
        facts |= list_page.also(by, asked)
    return office_page(request, list_page.template, facts, refusal)


def list_facts(
    list_page: ListPage, by: User, asked: Filters, page: Page[Any], fixed: dict[str, str]
) -> dict[str, Any]:
    listing = list_page.listing
    columns = listing.columns_for(by)
    rows = listing.prepare(list(page.object_list))
    fields = [field for field in listing.fields(by) if field.name not in fixed]
    return {
        "listing": listing,
        "columns": [column for column in columns if column.kind is not Kind.STATES],
        "rows": [shown_row(list_page, columns, row, by) for row in rows],
        "fields": [ShownField(field, asked[field.name]) for field in fields],
        "page": page,
        # further pages are asked for as this one was
        "is_private": any(asked[field.name] for field in fields if field.is_private),
        "posts": any(field.is_private for field in fields),
        "list_url": reverse(list_page.view, kwargs=fixed),
        "file_url": reverse(list_page.file_view, kwargs=fixed),
        "file_key": new_key(),
    }


def shown_row(list_page: ListPage, columns: Sequence[Column[Any]], row: Any, by: User) -> ShownRow:
    cells: list[Cell] = []
    for column in columns:
        value = column.value(row)
        if column.kind is Kind.STATES and cells:
            cells[-1] = replace(cells[-1], states=value)
        else:
            sign = column.sign(row) if column.sign else ""
            cells.append(Cell(column, value, column.unit_of(row), (), sign))
    under = [cell for cell in cells if cell.column.on is On.UNDER and cell.value]
    opens = list_page.opens is None or list_page.opens(by, row)
    return ShownRow(list_page.href(row) if list_page.href and opens else "", cells, under)


def asked_of(request: HttpRequest, list_page: ListPage, by: User) -> dict[str, str]:
    """What was asked. What names a person is heard in a posted form only."""
    if request.method == "POST":
        names = [field.name for field in list_page.listing.fields(by)]
        given = ListForm.of(request, asked=names).asked()
    else:
        fields = [field for field in list_page.listing.fields(by) if not field.is_private]
        given = {field.name: request.GET.get(field.name, "") for field in fields}
    return list_page.listing.asked(by, given)


def list_views(list_page: ListPage) -> tuple[Callable[..., Any], Callable[..., Any]]:
    """The page of a list, and its file."""
    methods = ["GET", "POST"] if list_page.is_private else ["GET"]

    @require_http_methods(methods)
    @needs(list_page.listing.permission)
    def page(request: HttpRequest) -> HttpResponse:
        return answer_page(request, list_page)

    @require_POST
    @needs(list_page.listing.permission)
    def file(request: HttpRequest) -> HttpResponseBase:
        return answer_file(request, list_page)

    return page, file


def answer_file(request: HttpRequest, list_page: ListPage, **fixed: str) -> HttpResponseBase:
    by = staff(request)
    asked = asked_of(request, list_page, by) | fixed
    form = ListForm.of(request).text("form")
    try:
        return file_of(request, list_page.listing, asked, form)
    except Refusal as refusal:
        return answer_page(request, list_page, refusal, **fixed)


def file_of(
    request: HttpRequest, listing: Listing[Any], asked: Filters, form: str
) -> HttpResponseBase:
    """A list as a file to keep. A CSV file leaves while it is written."""
    by = staff(request)
    take_list(key=form_key(request), by=by, listing=listing, asked=asked, form=form)
    name = file_name(listing, by, asked, form)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    if form == "csv":
        parts = csv_parts(export_of(listing, by, asked))
        return StreamingHttpResponse(parts, content_type=CSV_TYPE, headers=headers)
    if form == "xlsx":
        data = xlsx_bytes(export_of(listing, by, asked))
        return HttpResponse(data, content_type=XLSX_TYPE, headers=headers)
    paper = list_pdf(paper_of(listing, by, asked, bank_facts().called))
    return HttpResponse(paper, content_type="application/pdf", headers=headers)
