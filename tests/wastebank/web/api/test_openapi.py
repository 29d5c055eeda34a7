"""The API's own description: complete, true, and readable without leaving the host."""

import re
from typing import Any

import pytest
from django.test import Client

from tests.cast import Cast
from tests.requests.device import Device
from wastebank.api import api

REFUSED = {"$ref": "#/components/schemas/Refused"}
KEYLESS = {"look_up_card", "sync_operations"}


def schema() -> dict[str, Any]:
    answer = Client().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    return dict(answer.json())


def operations() -> list[dict[str, Any]]:
    return [one for path in schema()["paths"].values() for one in path.values()]


def content(answer: dict[str, Any]) -> Any:
    return answer["content"]["application/json"]["schema"]


@pytest.mark.once
def test_the_description_is_openapi_3_1() -> None:
    told = schema()
    assert told["openapi"].startswith("3.1.")
    assert (told["info"]["title"], told["info"]["version"]) == ("wastebank", "1")
    assert list(told["components"]["securitySchemes"].values()) == [
        {"type": "http", "scheme": "bearer"}
    ]


@pytest.mark.once
def test_every_answer_is_declared() -> None:
    for one in operations():
        answers = one["responses"]
        assert set(answers) >= {"200", "401", "403"}, one["operationId"]
        if "requestBody" in one or one["parameters"]:
            assert "422" in answers
        for status, answer in answers.items():
            declared = content(answer)
            assert (declared == REFUSED) == (int(status) >= 400), (one["operationId"], status)


@pytest.mark.once
def test_every_operation_has_a_name_and_a_sentence() -> None:
    names = [one["operationId"] for one in operations()]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", name) for name in names)
    assert all(one["summary"] for one in operations())
    # Only who has no token yet asks without one.
    assert [one["operationId"] for one in operations() if not one.get("security")] == ["make_token"]


@pytest.mark.once
def test_what_records_asks_for_a_key_and_says_when_it_is_a_replay() -> None:
    posts = [path["post"] for path in schema()["paths"].values() if "post" in path]
    for one in posts:
        headers = {p["name"]: p for p in one["parameters"] if p["in"] == "header"}
        if one["operationId"] in KEYLESS:
            assert (headers, "201" in one["responses"]) == ({}, False)
            continue
        assert headers["Idempotency-Key"]["required"]
        assert headers["Idempotency-Key"]["schema"]["format"] == "uuid"
        again = one["responses"]["200"]
        firsts = [
            one["responses"][status] for status in ("201", "202") if status in one["responses"]
        ]
        assert firsts, one["operationId"]
        either = content(again).get("anyOf", [content(again)])
        assert [content(first) for first in firsts] == either
        assert "Idempotent-Replay" in again["headers"]
        assert "Idempotent-Replay" in one["responses"]["409"]["headers"]


@pytest.mark.once
def test_no_request_takes_what_it_does_not_name() -> None:
    for name, details in schema()["components"]["schemas"].items():
        if (name.endswith("Asked") and name != "PageAsked") or name == "Operation":
            assert details["additionalProperties"] is False, name


@pytest.mark.once
def test_the_description_describes_itself_alone() -> None:
    told = schema()
    named = set(re.findall(r"#/components/schemas/(\w+)", str(told)))
    assert named <= set(told["components"]["schemas"])
    assert told["paths"].keys() == api.get_openapi_schema()["paths"].keys()


@pytest.mark.once
def test_the_pages_of_the_description_load_nothing_from_elsewhere() -> None:
    page = Client().get("/api/v1/docs")
    html = page.content.decode()
    assert page.status_code == 200
    sources = re.findall(r'(?:src|href)="([^"]+)"', html)
    assert sources
    assert all(source.startswith("/static/ninja/") for source in sources)
    assert "script-src 'self'" in page.headers["content-security-policy"]
    scripts = re.findall(r"<script(?![^>]*(?:src=|application/json))[^>]*>", html)
    assert not scripts, "the policy lets no inline script run"
    for source in sources:
        asset = Client().get(source)
        assert asset.status_code == 200
        asset.close()


def test_answers_have_the_fields_they_declare_and_no_more(cast: Cast) -> None:
    cast.deposit()
    told = schema()
    declared = told["components"]["schemas"]
    counter = Device(cast.token(cast.sari))
    answers = {
        "BalanceAnswer": counter.get(f"members/{cast.siti.number}/balance"),
        "MemberSeen": counter.get(f"members/{cast.siti.number}"),
        "StatementAnswer": counter.get(f"members/{cast.siti.number}/statement"),
        "MaterialsAnswer": counter.get("materials"),
        "DepositSeen": counter.get("deposits/MLT-000001"),
    }
    for name, answer in answers.items():
        assert set(answer.json) == set(declared[name]["properties"]), name
        assert set(answer.json) == set(declared[name]["required"]), name
