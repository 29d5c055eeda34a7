"""Who gets in: nobody without a token, and nobody at another place's members and deposits.

Which role may call what stands in tests/permissions.py.
"""

import re
from typing import Any

from tests.cast import Cast
from tests.requests.device import Device, refused
from wastebank.api import api

BODIES: dict[str, Any] = {
    "enrol_member": {"name": "Ani"},
    "issue_card": {},
    "record_deposit": {"lines": []},
    "void_deposit": {"reason": "salah"},
    "look_up_card": {"code": "W1"},
    "redeem": {"card": "W1", "pin": "1234", "lines": []},
    "cancel_redemption": {"reason": "batal"},
    "open_visit": {"card": "W1", "pin": "1234", "lines": []},
    "capture_visit": {"lines": []},
    "release_visit": {"reason": "pulang"},
    "withdraw_price": {"reason": "salah"},
    "withdraw_tariff": {"reason": "salah"},
}


def operations() -> list[tuple[str, str, str]]:
    """Every operation of the schema: its id, its method and its path."""
    return [
        (
            details["operationId"],
            method,
            re.sub(r"\{\w+\}", "NONE-0", path.removeprefix("/api/v1/")),
        )
        for path, methods in api.get_openapi_schema()["paths"].items()
        for method, details in methods.items()
    ]


def call(device: Device, operation: str, method: str, path: str) -> tuple[int, str]:
    body = BODIES.get(operation, {"operations": []})
    answer = device.get(path) if method == "get" else device.post(path, body)
    return (answer.status, "") if answer.status < 300 else refused(answer)


def test_nobody_enters_without_a_token(cast: Cast) -> None:
    for operation, method, path in operations():
        if operation == "make_token":  # by name and password
            continue
        for device in (Device(), Device("x" * 43), Device("é"), Device(" ")):
            assert call(device, operation, method, path) == (401, "token_unknown")


def test_a_missing_token_is_asked_for(cast: Cast) -> None:
    assert Device().get("materials").headers["www-authenticate"] == "Bearer"


def test_a_member_of_another_place_is_not_there(cast: Cast) -> None:
    sari, maya = Device(cast.token(cast.sari)), Device(cast.token(cast.maya))
    deposit = cast.deposit(member=cast.wati, by=cast.rudi).number
    for path in ("", "/balance", "/statement"):
        assert refused(sari.get(f"members/{cast.wati.number}{path}")) == (404, "member_unknown")
        assert maya.get(f"members/{cast.wati.number}{path}").status == 200
    assert refused(sari.get(f"deposits/{deposit}")) == (404, "deposit_unknown")
    assert refused(sari.post(f"deposits/{deposit}/void", {"reason": "x"})) == (
        404,
        "deposit_unknown",
    )
    assert refused(sari.post(f"members/{cast.wati.number}/cards", {})) == (404, "member_unknown")
    assert maya.get(f"deposits/{deposit}").status == 200


def test_no_address_carries_a_card(cast: Cast) -> None:
    """Codes travel in bodies, so that no log and no history keeps one."""
    assert not [path for _, method, path in operations() if "card" in path and method == "get"]
