"""G2: the clinic's lead reads the own statement with its services, and disputes a cut once."""

import uuid
from typing import Any

import pytest
from django.test import Client

from clinic.models import AdjustmentReply, Statement
from clinic.register.clinics import open_clinic
from ledger import clock
from tests.cast import Cast
from tests.clinic.settlements import months
from tests.clinic.web.statements.test_office import drawn, plain
from wastebank.models import Role, User
from wastebank.values.calendar import local_day

pytestmark = pytest.mark.page


def here(statement: Statement) -> str:
    return f"/clinic/statements/{statement.number}/"


def lead_of_another(cast: Cast) -> User:
    clinic = open_clinic(
        key=uuid.uuid4(),
        by=cast.maya,
        code="KLN",
        name="Klinik Lain",
        address="",
        parent="BSI",
        valid_from=local_day(clock.now()),
        valid_until=None,
    )
    return User.objects.create_user("lain", role=Role.LEAD, place=clinic.place)


def page_of(client: Client, statement: Statement) -> str:
    answer = client.get(here(statement), headers={"accept-language": "en"})
    assert answer.status_code == 200
    return str(answer.content.decode())


def reply(client: Client, statement: Statement, **fields: object) -> Any:
    sent = {"key": str(uuid.uuid4()), "line": "2", "says": "dispute", "note": "", **fields}
    return client.post(f"{here(statement)}reply/", sent, headers={"accept-language": "en"})


def test_the_lead_sees_services_and_disputes_a_cut(cast: Cast, client: Client) -> None:
    statement = drawn(cast)
    client.force_login(cast.lestari)
    with months.on_day(2):
        months.cut(cast, statement, 2, 4_000)
        assert statement.number in client.get("/clinic/statements/").content.decode()
        page = page_of(client, statement)
        assert cast.siti.name in page
        assert "Dispute Rp4,000" in plain(page)
        for wrong in ({"reason": ""}, {"reason": "no_such"}, {"line": "77", "reason": "was_given"}):
            answer = reply(client, statement, **{"note": "tetap di sini", **wrong})
            assert answer.status_code in (404, 422), wrong
        assert not AdjustmentReply.objects.exists()
        answer = reply(client, statement, reason="was_given", note="Diberikan penuh.")
        assert answer.status_code == 302
        page = plain(page_of(client, statement))
        assert "The bank answers until" in page
        assert "Dispute Rp4,000" not in page
        assert reply(client, statement, reason="was_given").status_code == 409


def test_the_clinics_copy_has_its_services_and_stays_there(cast: Cast, client: Client) -> None:
    statement = drawn(cast)
    client.force_login(cast.lestari)
    with months.on_day(2):
        sent = {"key": str(uuid.uuid4()), "form": "csv"}
        answer = client.post(f"{here(statement)}file/", sent, headers={"accept-language": "en"})
        text = b"".join(answer).decode()
        assert cast.siti.name in text
        assert "Medicine" in text
    client.force_login(cast.bambang)
    assert client.get(here(statement)).status_code == 403
    client.force_login(cast.dewi)
    assert client.get(here(statement)).status_code == 403


def test_another_clinics_statement_is_not_found(cast: Cast, client: Client) -> None:
    statement = drawn(cast)
    client.force_login(lead_of_another(cast))
    assert client.get(here(statement)).status_code == 404
    assert reply(client, statement, reason="was_given").status_code == 404
