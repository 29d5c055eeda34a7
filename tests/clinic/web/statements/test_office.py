"""G2, G3: a treasurer goes through a month by pages alone; the bank's copy names no service."""

import io
import re
import uuid
import zipfile
from typing import Any

import pytest
from django.test import Client

from clinic.models import ClinicPayment, Statement
from clinic.settlements.sums import StatementState, figures_of
from ledger import clock
from tests.cast import Cast
from tests.clinic.settlements import months
from tests.wastebank.papers.looking import text_of_all
from wastebank.models import Approval
from wastebank.values.calendar import local_day

pytestmark = pytest.mark.page
SERVICES = ("Obat", "Medicine", "Konsultasi", "Consultation")


def pressed(client: Client, where: str, **fields: object) -> Any:
    return client.post(where, {"key": str(uuid.uuid4()), **fields})


def page_of(client: Client, number: str) -> str:
    answer = client.get(f"/office/clinics/statements/{number}/", headers={"accept-language": "en"})
    assert answer.status_code == 200
    return str(answer.content.decode())


def plain(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def drawn(cast: Cast) -> Statement:
    """A month of three visits, one paid in part by cash, all of it over."""
    months.credit(cast)
    months.visit(cast, 20_000)
    months.visit(cast, 35_000, cash_idr=5_000)
    months.visit(cast, 9_000)
    month = months.this_month()
    with months.on_day(1):
        return months.draw(cast, month)


def test_a_month_goes_by_pages_from_drawn_up_to_paid(cast: Cast, client: Client) -> None:
    months.credit(cast)
    months.visit(cast, 20_000)
    months.visit(cast, 9_000)
    month = months.this_month()
    with months.on_day(1):
        months.bank_account(cast)
        client.force_login(cast.bambang)
        answer = pressed(client, "/office/clinics/statements/draw/", month=month.isoformat())
        assert answer.status_code == 200
        statement = Statement.objects.get(month=month)
        here = f"/office/clinics/statements/{statement.number}/"
        assert statement.number in answer.content.decode()
        assert "to be approved" in plain(page_of(client, statement.number))

        cut = {"line": "2", "amount": "4.000", "reason": "over_limit", "twin": "", "note": ""}
        assert pressed(client, f"{here}cut/", **cut).status_code == 302
        months.dispute(cast, statement, 2)
        page = plain(page_of(client, statement.number))
        assert "Held, disputed" in page
        assert "Rp4,000 held" in page
        spoken = plain(client.get(here, headers={"accept-language": "id"}).content.decode())
        assert "keberatan klinik" in spoken
        assert pressed(client, f"{here}propose/", note="").status_code == 302
        assert "Your own proposal is agreed by someone else." in plain(
            page_of(client, statement.number)
        )
        months.agreed(cast, Approval.objects.get())
        page = plain(page_of(client, statement.number))
        assert "Rp25,000 open" in page

        paid = {"amount": "10.000", "account": "BRI", "sent_on": "", "reference": "3391 27"}
        paid["sent_on"] = local_day(clock.now()).isoformat()
        assert pressed(client, f"{here}pay/", **paid).status_code == 302
        assert "Rp15,000 open" in plain(page_of(client, statement.number))
        told = {"reference": "3391 27", "result": "arrived", "note": ""}
        assert pressed(client, f"{here}result/", **told).status_code == 302
        assert "arrived" in plain(page_of(client, statement.number))
        answered = {"line": "2", "verdict": "no", "note": "Batasnya benar."}
        assert pressed(client, f"{here}answer/", **answered).status_code == 302
        rest = {**paid, "amount": "15.000", "reference": "3391 28"}
        assert pressed(client, f"{here}pay/", **rest).status_code == 302
        assert figures_of(statement).state == StatementState.PAID
        assert "all of it paid" in plain(page_of(client, statement.number))


def test_what_cannot_be_sent_comes_back_with_what_was_typed(cast: Cast, client: Client) -> None:
    statement = drawn(cast)
    here = f"/office/clinics/statements/{statement.number}/"
    with months.on_day(2):
        months.money(cast, 30_000)
        months.approve(cast, statement)
        client.force_login(cast.bambang)
        today = local_day(clock.now()).isoformat()
        good = {"amount": "59.000", "account": "BRI", "sent_on": today, "reference": "A 1"}
        wrong = [
            ({"amount": "12.00"}, "12.00"),
            ({"amount": ""}, "A 1"),
            ({"amount": "0"}, "A 1"),
            ({"amount": "60.000"}, "A 1"),  # more than is open
            ({}, "A 1"),  # more than lies there
            ({"reference": ""}, "59.000"),
            ({"reference": "--"}, "59.000"),
            ({"sent_on": "31/12/2026"}, "31/12/2026"),
            ({"account": "nothing"}, "A 1"),
        ]
        for given, kept in wrong:
            answer = pressed(client, f"{here}pay/", **{**good, **given})
            assert answer.status_code in (409, 422), given
            assert f'value="{kept}"' in answer.content.decode(), given
        assert not ClinicPayment.objects.exists()
        for name, fields in (
            ("cut", {"line": "x", "amount": "1", "reason": "double"}),
            ("answer", {"line": "9", "verdict": "maybe", "note": ""}),
            ("result", {"reference": "", "result": "lost"}),
            ("propose", {"note": "x" * 400}),
        ):
            answer = pressed(client, f"{here}{name}/", **fields)
            assert answer.status_code in (409, 422), name
    assert client.get("/office/clinics/statements/NIX-2026-01/").status_code == 404


def test_an_answer_that_cannot_be_read_says_what_is_missing(cast: Cast, client: Client) -> None:
    statement = drawn(cast)
    here = f"/office/clinics/statements/{statement.number}/"
    with months.on_day(2):
        for line in (1, 2):
            months.cut(cast, statement, line, 4_000)
            months.dispute(cast, statement, line)
        client.force_login(cast.bambang)
        answer = pressed(client, f"{here}answer/", line="2", note="sudah dilihat")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count('class="hint is-stop" role="alert"') == 1
    assert page.count('value="sudah dilihat"') == 1  # at its own dispute alone


def test_the_banks_copy_names_no_service_and_nobody(cast: Cast, client: Client) -> None:
    statement = drawn(cast)
    client.force_login(cast.bambang)
    with months.on_day(2):
        here = f"/office/clinics/statements/{statement.number}/"
        said = {"page": plain(page_of(client, statement.number))}
        said["page"] += plain(client.get(f"{here}?lines=all").content.decode())
        for form in ("csv", "xlsx", "pdf"):
            answer = pressed(client, f"{here}file/", form=form)
            assert answer.status_code == 200, form
            data = b"".join(answer) if answer.streaming else answer.content
            said[form] = text_in(form, data)
            assert "SHT-000001" in said[form], form
    for form, text in said.items():
        for secret in (*SERVICES, cast.siti.name, cast.siti.number, cast.wati.name):
            assert secret not in text, (form, secret)


def text_in(form: str, data: bytes) -> str:
    if form == "pdf":
        return "".join(text_of_all(data))
    if form == "csv":
        return data.decode()
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return "".join(book.read(name).decode() for name in book.namelist() if "xml" in name)
