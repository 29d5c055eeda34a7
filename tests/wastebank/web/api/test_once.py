"""T5: once means once, for every POST of both rooms."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

import pytest
from django.utils.translation import override

from ledger.audit import audit
from ledger.clock import now
from ledger.models import RedFlag
from ledger.registry import offered
from tests.cast import SITI_PIN, Cast, hire
from tests.clinic.settlements.posts import STATEMENT_POSTS
from tests.requests.device import Device, refused
from tests.requests.effects import changed, effects
from tests.requests.post import Post
from tests.requests.posts import BANK_POSTS, CLINIC_POSTS
from tests.undoing import undone
from tests.wastebank.funds.posts import CASH_POSTS
from wastebank.api import api
from wastebank.cards.lifecycle import activate_card, block_card

POSTS = (*BANK_POSTS, *CASH_POSTS, *CLINIC_POSTS, *STATEMENT_POSTS)
UNKEYED = {"look_up_card", "sync_operations"}
A_KEY = "0d5f3c1e-8a47-4b1c-9c06-5f1f0c9be0a1"
NO_KEYS = ("", "1", "not-a-key", A_KEY[:-1], A_KEY.replace("-", ""), "{" + A_KEY + "}")
PINNED = {
    "issue_card": {"pin", "pin_again"},
    "redeem": {"pin"},
    "open_visit": {"pin"},
    "capture_visit": {"pin"},
}
PINNED |= {"make_token": {"password"}}
PINNED |= {"import_list": {"dry_run"}}  # with it, nothing is recorded and no key is claimed


def word_of(field: str) -> str:
    """What a person reads for it, in the language of these requests."""
    with override("en"):
        return next(str(names[field]) for names in offered("field_names") if field in names)


def for_each_post(check: Callable[[Cast, Post], None]) -> Callable[[Cast, pytest.Subtests], None]:
    """A test of its own for every POST, on one cast that is put back after each."""

    def test(cast: Cast, subtests: pytest.Subtests) -> None:
        for post in POSTS:
            with subtests.test(post.name), undone():
                check(cast, post)

    test.__name__ = check.__name__
    return test


@for_each_post
def test_a_post_sent_six_times_happens_once(cast: Cast, post: Post) -> None:
    ready, device, key = post.prepare(cast), post.device(cast), uuid4()
    before = effects()
    first = device.post(ready.path, ready.body, key=key)
    assert (first.status, first.replayed) == (post.status, False), first.body
    after = effects()
    assert after != before
    for _ in range(5):
        again = device.post(ready.path, ready.body, key=key)
        assert (again.status, again.replayed) == (200, True)
        assert again.body == first.body
    assert effects() == after
    assert not audit()


@for_each_post
def test_the_same_key_with_another_body_is_refused_by_name(cast: Cast, post: Post) -> None:
    ready, device, key = post.prepare(cast), post.device(cast), uuid4()
    first = device.post(ready.path, ready.body, key=key)
    after = effects()
    for flip in ready.flips:
        other = device.post(ready.path, changed(ready.body, flip.steps, flip.value), key=key)
        assert refused(other) == (409, "key_reused"), flip
        assert other.json["facts"] == {"differing": [flip.named]}
        assert word_of(flip.named) in other.json["message"]
    if ready.other_path:
        other = device.post(ready.other_path, ready.body, key=key)
        assert refused(other) == (409, "key_reused")
    assert effects() == after
    assert device.post(ready.path, ready.body, key=key).body == first.body


@for_each_post
def test_another_person_cannot_use_the_key(cast: Cast, post: Post) -> None:
    ready, key = post.prepare(cast), uuid4()
    assert post.device(cast).post(ready.path, ready.body, key=key).status == post.status
    colleague = cast.lestari if post in CLINIC_POSTS else cast.maya
    if post.operation == "dispute_line":  # which a lead alone may
        colleague = hire("ratna", "lead", cast.lestari.place)
    mine = {"username": colleague.username} if "username" in ready.body else {}
    other = Device(cast.token(colleague)).post(ready.path, ready.body | mine, key=key)
    assert refused(other) == (409, "key_reused")
    assert other.json["facts"] == {"differing": ["by"]}


@for_each_post
def test_a_key_of_another_kind_of_commands_is_refused(cast: Cast, post: Post) -> None:
    ready, key = post.prepare(cast), uuid4()
    cast.deposit(("pet", 10_000))
    entry = Device(cast.token(cast.maya)).post("members", {"name": "Eko"}, key=key)
    assert entry.status == 201
    other = post.device(cast).post(ready.path, ready.body, key=key)
    assert refused(other) == (409, "key_reused")


@for_each_post
def test_a_post_without_a_key_is_refused(cast: Cast, post: Post) -> None:
    ready, device = post.prepare(cast), post.device(cast)
    before = effects()
    for key in NO_KEYS:
        answer = device.post(ready.path, ready.body, key=key, keyless=not key)
        assert refused(answer) == (422, "key_missing")
    assert effects() == before


def test_a_key_is_the_same_in_capitals(cast: Cast) -> None:
    device, key = Device(cast.token(cast.sari)), uuid4()
    first = device.post("members", {"name": "Eko"}, key=key)
    again = device.post("members", {"name": "Eko"}, key=str(key).upper())
    assert (again.status, again.body) == (200, first.body)


@for_each_post
def test_a_malformed_body_leaves_its_key_free(cast: Cast, post: Post) -> None:
    ready, device, key = post.prepare(cast), post.device(cast), uuid4()
    assert refused(device.post(ready.path, {**ready.body, "sesuatu": 1}, key=key))[0] == 422
    assert device.post(ready.path, ready.body, key=key).status == post.status


def test_a_refusal_that_rests_on_state_stays_the_answer_of_its_key(cast: Cast) -> None:
    clerk, key = Device(cast.token(cast.dewi)), uuid4()
    body = {"card": cast.siti_card.code, "pin": SITI_PIN, "lines": [{"service": "konsultasi"}]}
    first = clerk.post("redemptions", body, key=key)
    assert refused(first) == (409, "credit_too_small")
    assert not first.replayed
    cast.deposit(("pet", 40_000))
    again = clerk.post("redemptions", body, key=key)
    assert (again.status, again.body, again.replayed) == (409, first.body, True)
    assert clerk.post("redemptions", body).status == 201


def test_a_refused_card_stays_refused_for_its_key(cast: Cast) -> None:
    """Hasan's card is handed over after the clerk tried it; the old attempt stays refused."""
    clerk, counter, key = Device(cast.token(cast.dewi)), Device(cast.token(cast.sari)), uuid4()
    body = {"card": cast.hasan_card.code, "pin": "246813", "lines": [{"service": "tensi"}]}
    first = clerk.post("redemptions", body, key=key)
    assert refused(first) == (409, "card_not_active")
    deposit_key = uuid4()
    deposit = {"card": cast.hasan_card.code, "lines": [{"material": "pet", "amount": 1000}]}
    assert refused(counter.post("deposits", deposit, key=deposit_key)) == (409, "card_not_active")
    hand_over(cast, "246813")
    again = clerk.post("redemptions", body, key=key)
    assert (again.status, again.body, again.replayed) == (409, first.body, True)
    late = counter.post("deposits", deposit, key=deposit_key)
    assert (*refused(late), late.replayed) == (409, "card_not_active", True)
    assert clerk.post("redemptions", body).status == 201


def hand_over(cast: Cast, pin: str) -> None:
    activate_card(key=uuid4(), by=cast.sari, code=cast.hasan_card.code, pin=pin)


def test_an_answer_stays_the_same_after_everything_has_changed(cast: Cast) -> None:
    """Prices rise, the card is blocked, the deposit is void: the old answers stand."""
    clerk, counter = Device(cast.token(cast.dewi)), Device(cast.token(cast.sari))
    keys = [uuid4() for _ in range(4)]
    card = {"holder_name": "Budi", "activate": True, "pin": SITI_PIN}
    made = counter.post(f"members/{cast.siti.number}/cards", card, key=keys[0])
    lines = [{"material": "pet", "amount": 10_000}]
    deposit = {"card": made.json["code"], "lines": lines}
    weighed = counter.post("deposits", deposit, key=keys[1])
    visit = {"card": made.json["code"], "pin": SITI_PIN, "lines": [{"service": "konsultasi"}]}
    paid = clerk.post("redemptions", visit, key=keys[2])
    assert [made.status, weighed.status, paid.status] == [201, 201, 201]
    cancel = clerk.post(f"redemptions/{paid.json['redemption']}/cancel", {"reason": "batal"})
    void = counter.post(f"deposits/{weighed.json['deposit']}/void", {"reason": "salah"})
    assert [cancel.status, void.status] == [201, 201]
    block_card(key=uuid4(), by=cast.sari, card_id=made.json["card"], reason="hilang")
    replays = [
        (made, counter.post(f"members/{cast.siti.number}/cards", card, key=keys[0])),
        (weighed, counter.post("deposits", deposit, key=keys[1])),
        (paid, clerk.post("redemptions", visit, key=keys[2])),
    ]
    for first, again in replays:
        assert (again.status, again.body, again.replayed) == (200, first.body, True)
    assert not audit()


def test_a_replay_needs_the_pin_though_the_card_has_ended(cast: Cast) -> None:
    cast.deposit()
    clerk, key = Device(cast.token(cast.dewi)), uuid4()
    visit = {"card": cast.siti_card.code, "pin": SITI_PIN, "lines": [{"service": "konsultasi"}]}
    assert clerk.post("redemptions", visit, key=key).status == 201
    block_card(key=uuid4(), by=cast.sari, card_id=cast.siti_card.pk, reason="hilang")
    guessed = clerk.post("redemptions", {**visit, "pin": "0000"}, key=key)
    assert refused(guessed) == (403, "pin_wrong")
    assert clerk.post("redemptions", visit, key=key).status == 200


def test_an_enrolment_is_the_same_after_a_new_consent_text(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter, key = Device(cast.token(cast.sari)), uuid4()
    first = counter.post("members", {"name": "Eko"}, key=key)
    monkeypatch.setattr("wastebank.members.enrol.CONSENT_VERSION", "2031-01")
    assert counter.post("members", {"name": "Eko"}, key=key).body == first.body


def test_a_red_book_answers_old_keys_and_refuses_new_ones(cast: Cast) -> None:
    counter, key = Device(cast.token(cast.sari)), uuid4()
    body = {"member": cast.siti.number, "lines": [{"material": "pet", "amount": 1000}]}
    first = counter.post("deposits", body, key=key)
    RedFlag.objects.create(raised_at=now(), findings=[])
    assert refused(counter.post("deposits", body)) == (409, "book_is_red")
    assert counter.post("deposits", body, key=key).body == first.body
    assert counter.get(f"members/{cast.siti.number}/balance").json["balance"] == 2_500


def test_every_post_that_records_is_proved_here() -> None:
    schema = api.get_openapi_schema()
    posts = {path["post"]["operationId"] for path in schema["paths"].values() if "post" in path}
    assert posts == {post.operation for post in POSTS} | UNKEYED


def test_every_field_of_a_body_is_flipped(cast: Cast) -> None:
    """A field that is added later must come with its flip, the PIN alone excepted."""
    flipped: dict[str, set[str]] = {}
    for post in POSTS:
        names = {str(flip.steps[0]) for flip in post.prepare(cast).flips}
        flipped[post.operation] = flipped.get(post.operation, set()) | names
    schema = api.get_openapi_schema()
    for operation, names in flipped.items():
        assert body_fields(schema, operation) == names | (PINNED.get(operation, set())), operation


def body_fields(schema: Mapping[str, Any], operation: str) -> set[str]:
    posts = [path["post"] for path in schema["paths"].values() if "post" in path]
    (found,) = [post for post in posts if post["operationId"] == operation]
    reference = found["requestBody"]["content"]["application/json"]["schema"]["$ref"]
    return set(schema["components"]["schemas"][reference.rpartition("/")[2]]["properties"])
