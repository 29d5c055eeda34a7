"""Statements over HTTP: what each side reads, and what a proposal and a replay answer."""

import uuid
from typing import Any

import pytest
from django.test import Client

from clinic.models import Statement
from ledger import clock
from tests.cast import Cast, make_token
from tests.clinic.settlements import months

pytestmark = pytest.mark.page


class Api:
    """Somebody's token, at an instant of the story."""

    def __init__(self, username: str) -> None:
        token = make_token(username=username)
        self.client = Client(headers={"Authorization": f"Bearer {token}"})

    def get(self, path: str) -> Any:
        return self.client.get(f"/api/v1/{path}")

    def post(self, path: str, key: uuid.UUID | None = None, **body: object) -> Any:
        headers = {"Idempotency-Key": str(key or uuid.uuid4())}
        return self.client.post(
            f"/api/v1/{path}", body, content_type="application/json", headers=headers
        )


def test_a_statement_is_read_disputed_answered_approved_and_paid(cast: Cast) -> None:
    months.credit(cast)
    visit = months.visit(cast, 20_000)
    month = months.this_month()
    months.bank_account(cast)
    with clock.at(months.after(month)):
        office, clinic, second = Api("bambang"), Api("lestari"), Api("maya")
        statement = months.draw(cast, month)
        at = f"statements/{statement.number}"
        months.cut(cast, statement, 1, 5_000, "double")
        [row] = office.get("clinics/SHT/statements").json()["items"]
        assert (row["state"], row["asked"], row["adjusted"]) == ("replies", 20_000, 5_000)
        [line] = clinic.get(at).json()["lines"]
        assert (line["receipt"], line["reason"], line["state"]) == (visit.number, "double", "waits")

        said = clinic.post(f"{at}/dispute", line=1, reason="two_people", note="Dua kartu.")
        assert (said.status_code, said.json()["held"]) == (201, 5_000)
        proposed = office.post(f"{at}/approve")
        assert proposed.status_code == 202
        assert office.get(at).json()["approval"] == proposed.json()["approval"]
        months.agreed(cast, cast_proposal(proposed.json()["approval"]))

        key = uuid.uuid4()
        answer = {"line": 1, "accept": True, "note": "Dua kartu berbeda."}
        first = office.post(f"{at}/answer", key, **answer)
        again = office.post(f"{at}/answer", key, **answer)
        assert (first.status_code, again.status_code) == (202, 200)
        assert again.headers["Idempotent-Replay"] == "true"
        assert first.json() == again.json()
        months.agreed(cast, cast_proposal(first.json()["approval"]))

        pay = {"amount": 21_000, "account": "BRI", "reference": "3391 0027 4415"}
        over = second.post(f"{at}/pay", None, **pay)
        assert (over.status_code, over.json()["code"]) == (409, "more_than_open")
        paid = second.post(f"{at}/pay", None, **pay, over=True)
        assert (paid.status_code, paid.json()["credit"]) == (201, 1_000)
        seen = office.get(at).json()
    assert (seen["state"], seen["open"], seen["owed"]) == ("paid", 0, -1_000)
    assert [one["state"] for one in seen["payments"]] == ["sent"]
    assert Statement.objects.count() == 1


def cast_proposal(number: int) -> Any:
    from wastebank.models import Approval

    return Approval.objects.get(pk=number)


def test_the_copy_names_no_service_and_no_patient(cast: Cast) -> None:
    months.credit(cast)
    months.visit(cast, 20_000)
    month = months.this_month()
    with clock.at(months.after(month)):
        statement = months.draw(cast, month)
        for who in ("bambang", "lestari"):
            text = Api(who).get(f"statements/{statement.number}").content.decode()
            for secret in (cast.siti.name, cast.siti.number, "obat", "Obat"):
                assert secret not in text
