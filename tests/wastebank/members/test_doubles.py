"""Nobody gets a second record unasked: by page, by the API, and by a device's queue."""

import uuid
from typing import Any

import pytest

from tests.cast import Cast
from tests.requests.device import Device, refused
from tests.wastebank.web.counter.desk import Desk
from wastebank.members.enrol import enrol_member
from wastebank.members.refusals import MemberDouble
from wastebank.models import ActionLog, Member

NIK = "3507010101900001"


@pytest.fixture
def ani(cast: Cast) -> Member:
    return enrol_member(
        key=uuid.uuid4(),
        by=cast.sari,
        name="Ani Ma’ruf",
        phone="0812.3456.7890",
        national_id=NIK,
    )


SAME = [
    {"name": "Somebody", "national_id": NIK},
    {"name": "Somebody", "national_id": "3507 0101 0190 0001"},
    {"name": "ani  ma'ruf", "phone": "+62 812 3456 7890"},
    {"name": "ANI MARUF", "phone": "081234567890", "kind": "household"},
]
OTHERS = [
    {"name": "Ani Ma’ruf"},
    {"name": "Ani Ma’ruf", "phone": "081234567891"},
    {"name": "Budi", "phone": "081234567890"},  # a household shares a telephone
    {"name": "Ani Ma’ruf", "national_id": "3507010101900002"},
]


def enrol(cast: Cast, **fields: Any) -> Member:
    fields.setdefault("key", uuid.uuid4())
    return enrol_member(by=cast.sari, **fields)


@pytest.mark.parametrize("fields", SAME)
def test_whoever_is_on_record_is_shown_first(
    cast: Cast, ani: Member, fields: dict[str, str]
) -> None:
    key, before = uuid.uuid4(), Member.objects.count()
    with pytest.raises(MemberDouble) as asked:
        enrol(cast, key=key, **fields)
    assert asked.value.facts["members"] == [ani.number]
    assert ani.number in str(asked.value)
    assert Member.objects.count() == before
    # the same key, once somebody answered
    second = enrol(cast, key=key, somebody_else=True, **fields)
    log = ActionLog.objects.get(subject=f"member:{second.number}")
    assert log.reason == f"somebody_else: {ani.number}"


@pytest.mark.parametrize("fields", OTHERS)
def test_somebody_else_is_no_double(cast: Cast, ani: Member, fields: dict[str, str]) -> None:
    enrol(cast, **fields)


def test_of_another_place_only_its_name_is_told(cast: Cast, ani: Member) -> None:
    with pytest.raises(MemberDouble) as asked:
        enrol_member(key=uuid.uuid4(), by=cast.rudi, name="Ani", national_id=NIK)
    assert asked.value.facts["members"] == ["Unit Melati"]
    # a name and a telephone of another place are nobody's business
    enrol_member(key=uuid.uuid4(), by=cast.rudi, name="Ani Ma’ruf", phone="081234567890")


def test_the_api_asks_too(cast: Cast, ani: Member) -> None:
    device, key = Device(cast.token(cast.sari)), uuid.uuid4()
    body = {"name": "Ani Ma'ruf", "phone": "(0812) 3456-7890"}
    answer = device.post("members", body, key=key)
    assert refused(answer) == (409, "member_double")
    assert answer.json["facts"] == {"members": [ani.number], "same": "name_and_phone"}
    assert device.post("members", {**body, "somebody_else": True}, key=key).status == 201


def test_a_queue_is_told_and_can_answer(cast: Cast, ani: Member) -> None:
    device = Device(cast.token(cast.sari))
    body = {"name": "Ani Ma'ruf", "phone": "081234567890"}

    def send(number: int, **more: Any) -> Any:
        operation = {"key": str(uuid.uuid4()), "kind": "member", "device_sequence": number}
        answer = device.post("sync", {"operations": [{**operation, "body": {**body, **more}}]})
        return answer.json["outcomes"][0]

    assert send(1)["code"] == "member_double"
    assert send(2, somebody_else=True)["outcome"] == "recorded"


def test_the_page_shows_who_it_may_be_and_takes_the_answer(cast: Cast, ani: Member) -> None:
    form: dict[str, Any] = {
        "name": "ani maruf",
        "phone": "081234567890",
        "kind": "person",
        "consent": "on",
    }
    page = Desk(cast.sari).post("/counter/enrol/", key=str(uuid.uuid4()), status=409, **form)
    assert "member_double" in page
    assert f"/counter/members/{ani.number}/" in page
    assert 'name="somebody_else"' in page
    before = Member.objects.count()
    Desk(cast.sari).post("/counter/enrol/", key=str(uuid.uuid4()), somebody_else="on", **form)
    assert Member.objects.count() == before + 1


def test_a_first_record_is_asked_nothing(cast: Cast) -> None:
    assert "somebody_else" not in Desk(cast.sari).get("/counter/enrol/")
