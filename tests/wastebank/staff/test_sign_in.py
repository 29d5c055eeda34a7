"""Signing in: wrong tries are counted before anything is hashed, by name and by address."""

import importlib.util
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from ledger import clock
from tests.cast import PASSWORD, Cast
from wastebank.codes import passwords
from wastebank.models import TryCount, User
from wastebank.staff import sign_in as staff_sign_in
from wastebank.staff.sign_in import MOST_FROM_ADDRESS, MOST_HERE, MOST_OF_NAME

pytestmark = pytest.mark.page


def code_of(client: Client, name: str, password: str = "salah", address: str = "10.0.0.1") -> str:
    """The refusal's code of one try; empty if it opened."""
    sent = {"username": name, "password": password}
    answer = client.post("/login/", sent, REMOTE_ADDR=address)
    if answer.status_code == 302:
        return ""
    return answer.content.decode().partition("<code>")[2].partition("</code>")[0]


def test_many_names_from_one_address_end_soon(cast: Cast) -> None:
    codes = [code_of(Client(), f"name{number}") for number in range(30)]
    assert codes == ["sign_in_wrong"] * MOST_FROM_ADDRESS + ["sign_in_locked"] * 10
    assert code_of(Client(), "sari", PASSWORD) == "sign_in_locked"
    assert code_of(Client(), "sari", PASSWORD, address="10.0.0.2") == ""


def test_one_name_from_many_addresses_ends_soon(cast: Cast) -> None:
    codes = [code_of(Client(), "sari", address=f"10.0.1.{number}") for number in range(30)]
    assert codes == ["sign_in_wrong"] * MOST_OF_NAME + ["sign_in_locked"] * 10
    assert code_of(Client(), "sari", PASSWORD, address="10.0.2.1") == "sign_in_locked"
    assert code_of(Client(), "rudi", PASSWORD, address="10.0.1.7") == ""


def test_strangers_do_not_keep_somebody_out_of_the_own_browser(cast: Cast) -> None:
    own = Client()
    assert code_of(own, "sari", PASSWORD, address="10.0.3.1") == ""
    own.post("/logout/")
    for number in range(30):
        code_of(Client(), "sari", address=f"10.0.1.{number}")
    assert code_of(own, "sari", PASSWORD, address="10.0.3.2") == ""
    own.post("/logout/")
    # what says so is signed, and says it of nobody else
    own.cookies["known"] = own.cookies["known"].value[:-1] + "x"
    assert code_of(own, "sari", PASSWORD, address="10.0.3.3") == "sign_in_locked"


def test_addresses_of_one_network_are_one_client(cast: Cast) -> None:
    """Whoever rents a server has more addresses of IPv6 than there are passwords."""
    for number in range(MOST_FROM_ADDRESS):
        code_of(Client(), f"name{number}", address=f"2001:db8::{number:x}")
    assert code_of(Client(), "sari", PASSWORD, address="2001:db8::ffff") == "sign_in_locked"
    assert code_of(Client(), "sari", PASSWORD, address="2001:db8:0:1::1") == ""


def test_what_is_counted_too_often_is_not_hashed(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged = []
    monkeypatch.setattr(staff_sign_in, "authenticate", lambda **asked: judged.append(asked))
    for _ in range(24):
        code_of(Client(), "sari")
    assert len(judged) == MOST_HERE


def test_counts_outlive_the_memory_of_a_process_and_end_with_their_time(cast: Cast) -> None:
    for _ in range(MOST_HERE):
        code_of(Client(), "sari")
    cache.clear()
    assert code_of(Client(), "sari", PASSWORD) == "sign_in_locked"
    with clock.at(clock.now() + timedelta(minutes=16)):
        assert code_of(Client(), "sari", PASSWORD) == ""


def test_a_clock_that_was_ahead_keeps_nobody_out(cast: Cast) -> None:
    with clock.at(clock.now() + timedelta(days=400)):
        for _ in range(MOST_HERE + 1):
            code_of(Client(), "sari")
    assert code_of(Client(), "sari", PASSWORD) == ""


def test_a_right_password_gives_the_tries_back(cast: Cast) -> None:
    for _ in range(3 * MOST_OF_NAME):
        assert code_of(Client(), "sari", PASSWORD) == ""
    assert not TryCount.objects.filter(count__gt=0).exists()


def test_counts_are_kept_by_nobody_s_name_and_purged_by_a_command(cast: Cast) -> None:
    code_of(Client(), "sari", address="10.0.0.9")
    kept = " ".join(TryCount.objects.values_list("name", flat=True))
    assert "sari" not in kept
    assert "10.0.0.9" not in kept
    call_command("expire_holds")
    assert TryCount.objects.count() == 3
    with clock.at(clock.now() + timedelta(minutes=61)):
        call_command("expire_holds")
    assert not TryCount.objects.exists()


def test_nobody_takes_tries_out_of_the_admin() -> None:
    assert not admin.site.is_registered(TryCount)
    counting = [model for model in apps.get_models() if "attempt" in model.__name__.lower()]
    assert not [model for model in counting if admin.site.is_registered(model)]


def test_a_password_costs_what_is_advised(cast: Cast) -> None:
    """Read from the file, for tests have it cheaper."""
    spec = importlib.util.spec_from_file_location("as_written", passwords.__file__)
    assert spec
    assert spec.loader
    written = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(written)
    hasher = written.ModestArgon2
    assert (hasher.memory_cost, hasher.time_cost, hasher.parallelism) == (19_456, 2, 1)


def test_an_old_hash_is_made_anew_when_its_owner_signs_in(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    dear = type("Dear", (Argon2PasswordHasher,), {"memory_cost": 64, "time_cost": 1})()
    User.objects.filter(username="sari").update(password=dear.encode(PASSWORD, "a" * 22))
    assert "m=64" in User.objects.get(username="sari").password
    assert code_of(Client(), "sari", PASSWORD) == ""
    assert "m=64" not in User.objects.get(username="sari").password


@pytest.mark.once
def test_two_are_hashed_at_once_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    running, most, lock = [0], [0], threading.Lock()

    def slow(hasher: object, password: str, encoded: str) -> bool:
        with lock:
            running[0] += 1
            most[0] = max(most[0], running[0])
        time.sleep(0.01)
        with lock:
            running[0] -= 1
        return False

    monkeypatch.setattr(Argon2PasswordHasher, "verify", slow)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: passwords.ModestArgon2().verify("x", "y"), range(16)))
    assert most == [2]
