"""G5: the reviewer sees what was given in the drawn visits, and no name and no number."""

import uuid

import pytest
from django.test import Client

from clinic.models import Adjustment, StatementLine, VisitReview
from tests.cast import Cast
from tests.clinic.settlements import months
from tests.clinic.web.statements.test_office import drawn, plain
from wastebank.models import Role, User

pytestmark = pytest.mark.page
HERE = "/office/reviews/"


def test_a_drawn_visit_is_looked_at_without_a_name(cast: Cast, client: Client) -> None:
    statement = drawn(cast)
    client.force_login(User.objects.create_user("laras", role=Role.REVIEWER, place=cast.induk))
    with months.on_day(2):
        line = StatementLine.objects.filter(sampled=True).order_by("position")[0]
        page = client.get(HERE, headers={"accept-language": "en"}).content.decode()
        assert "Medicine" in page
        assert line.visit is not None
        for secret in (cast.siti.name, cast.siti.number, cast.wati.name, line.visit.number):
            assert secret not in page
        said = {"key": str(uuid.uuid4()), "statement": statement.number, "line": line.position}
        wrong = client.post(f"{HERE}say/", {**said, "care_line": "1", "note": ""})
        assert wrong.status_code == 422
        wrong = client.post(f"{HERE}say/", {**said, "care_line": "x"})
        assert wrong.status_code == 422
        assert not VisitReview.objects.exists()
        answer = client.post(f"{HERE}say/", {**said, "care_line": "1", "note": "tidak tertulis"})
        assert answer.status_code == 302
        assert VisitReview.objects.get().fits is False
        assert Adjustment.objects.get().amount_idr == line.visit.total_idr
    assert "names" not in plain(page)
