"""How an empty home is opened: the code of the program's window, and the first person's account."""

import importlib
import os
import re
import subprocess
import sys
import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.core.management import load_command_class
from django.test import Client

from tests.engines import Database
from tests.proof.races.racing import race
from tests.serving import Served
from wastebank.bank import opening
from wastebank.bank.opening import MOST_WRONG, new_code, open_bank, try_code
from wastebank.bank.refusals import BankOpenAlready, SetupCodeDead, SetupCodeWrong
from wastebank.models import ActionLog, SetupCode, User
from wastebank.staff.accounts import add_staff
from wastebank.web.serving import opening as start

CODE = re.compile(r"[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}")
PASSWORD = "gerobak-hijau-tua"
WHO = {"first_name": "Rahma", "username": "rahma", "password": PASSWORD, "again": PASSWORD}


def opened(proof: str, **other: str) -> User:
    return open_bank(key=uuid.uuid4(), proof=proof, **WHO | other)


@pytest.mark.django_db
def test_a_code_is_read_however_it_is_typed_and_only_its_digest_is_kept() -> None:
    code = new_code("a start")
    assert CODE.fullmatch(code)
    assert code not in str(list(SetupCode.objects.values()))
    assert code.replace("-", "") not in str(list(SetupCode.objects.values()))
    bare = code.replace("-", "")
    for typed in (code, code.lower(), bare, " ".join(bare), f"  {bare[:4]} – {bare[4:]} "):
        assert try_code(typed) == opening.hash_setup_code(code), typed


@pytest.mark.django_db
def test_five_wrong_tries_end_it_and_the_right_code_helps_no_more() -> None:
    code = new_code("a start")
    for left in range(MOST_WRONG - 1, 0, -1):
        with pytest.raises(SetupCodeWrong) as wrong:
            try_code("AAAA-AAAA")
        assert wrong.value.facts["left"] == left
    for typed in ("AAAA-AAAA", code):
        with pytest.raises(SetupCodeDead):
            try_code(typed)
    with pytest.raises(SetupCodeDead):  # nor what a right try had shown before
        opened(opening.hash_setup_code(code))


@pytest.mark.django_db
def test_each_start_has_its_own_code_and_processes_of_one_start_theirs() -> None:
    former = new_code("yesterday")
    first, second = new_code("today"), new_code("today")
    for alive in (first, second):
        assert try_code(alive)
    with pytest.raises(SetupCodeWrong):
        try_code(former)
    opened(try_code(first))
    with pytest.raises(BankOpenAlready):
        try_code(second)


@pytest.mark.django_db
def test_the_first_person_is_manager_and_administrator_and_the_code_dies() -> None:
    proof = try_code(new_code("a start"))
    rahma = opened(proof)
    assert (rahma.role, rahma.also_admin, rahma.place) == ("manager", True, None)
    assert rahma.check_password(PASSWORD)
    assert not SetupCode.objects.exists()
    assert ActionLog.objects.filter(action="open_bank", subject="staff:rahma").exists()
    with pytest.raises(BankOpenAlready):
        opened(proof, username="tono")
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_somebody_who_was_given_an_account_at_the_shell_has_opened_it() -> None:
    proof = try_code(new_code("a start"))
    by = User(username="manage.py", role="admin")
    add_staff(key=uuid.uuid4(), by=by, username="tono", role="admin", place="", first_name="Tono")
    with pytest.raises(BankOpenAlready):
        opened(proof)


def test_of_two_people_at_once_one_opens_the_bank(
    committed_db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "refuse_weak", lambda *_: None)
    proof = try_code(new_code("a start"))
    names = ["rahma", "tono", "sari"]
    outcomes = race([partial(opened, proof, username=name) for name in names])
    assert sorted(type(one).__name__ for one in outcomes) == ["BankOpenAlready"] * 2 + ["User"]
    assert User.objects.count() == 1


@pytest.mark.engine("postgres")
def test_without_the_lock_two_would(
    committed_db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: who looks without holding the codes lets both in."""
    from tests.proof.races.racing import both_wait

    meet: Callable[[], None] = both_wait()

    def looked_only() -> list[SetupCode]:
        codes = list(SetupCode.objects.all())
        assert opening.is_unopened()
        meet()
        return codes

    proof = try_code(new_code("a start"))
    monkeypatch.setattr(opening, "held_codes", looked_only)
    race([lambda: opened(proof, username="rahma"), lambda: opened(proof, username="tono")])
    assert User.objects.count() == 2


def page(client: Client, where: str, body: dict[str, str] | None = None, **env: Any) -> Any:
    headers = {"accept-language": "en"}
    if body is None:
        return client.get(where, headers=headers, **env)
    return client.post(where, body, headers=headers, **env)


@pytest.mark.page
@pytest.mark.django_db
def test_an_empty_home_leads_in_by_the_code_to_the_first_step(client: Client) -> None:
    assert page(client, "/").headers["Location"] == "/setup/"
    assert 'href="/setup/"' in page(client, "/login/").text
    code = new_code("a start")
    wrong = page(client, "/setup/", {"code": "aaaa bbbb"})
    assert wrong.status_code == 403
    assert "4 tries left" in wrong.text
    assert 'value="aaaa bbbb"' in wrong.text
    assert page(client, "/setup/person/").headers["Location"] == "/setup/"
    assert page(client, "/setup/", {"code": code}).headers["Location"] == "/setup/person/"
    assert code not in str(dict(client.session))
    form = {**WHO, "key": str(uuid.uuid4())}
    uneven = page(client, "/setup/person/", {**form, "again": "anders"})
    assert uneven.status_code == 422
    assert "two different" in uneven.text
    weak = page(client, "/setup/person/", {**form, "password": "12345", "again": "12345"})
    assert weak.status_code == 422
    done = page(client, "/setup/person/", form)
    assert done.headers["Location"] == "/office/setup/"
    assert page(client, "/office/setup/").headers["Location"] == "/office/setup/bank/"
    assert page(client, "/").status_code == 200
    assert 'href="/setup/"' not in page(Client(), "/login/").text
    again = page(Client(), "/setup/")
    assert again.status_code == 409
    assert "bank_open_already" in again.text


@pytest.mark.page
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("env", "is_let_in"),
    [
        ({"REMOTE_ADDR": "127.0.0.1"}, True),
        ({"REMOTE_ADDR": "::1"}, True),
        ({"REMOTE_ADDR": "::ffff:127.0.0.1"}, True),
        ({"REMOTE_ADDR": "192.168.1.7"}, False),
        ({"REMOTE_ADDR": "fe80::1"}, False),
        ({"REMOTE_ADDR": "8.8.8.8"}, False),
        ({"REMOTE_ADDR": "192.168.1.7", "wsgi.url_scheme": "https"}, True),
    ],
)
def test_over_plain_http_only_the_machine_itself_is_let_in(
    client: Client, env: dict[str, Any], is_let_in: bool
) -> None:
    """Neither the code nor the account: and a code that was sent so is not even tried."""
    code = new_code("a start")
    seen = page(client, "/setup/", **env)
    assert ("connection_open" in seen.text) is not is_let_in
    sent = page(client, "/setup/", {"code": code}, **env)
    assert (sent.status_code == 302) is is_let_in
    assert SetupCode.objects.get().wrong_tries == 0


def test_the_program_shows_a_code_while_nobody_has_an_account(served: Served) -> None:
    """A new one at each start, also after a kill; none once somebody is in."""
    codes = CODE.findall(served.log.read_text())
    assert len(codes) == 1
    served.kill()
    served.start()
    codes = CODE.findall(served.log.read_text())
    assert len(set(codes)) == 2
    with pytest.raises(SetupCodeWrong):
        try_code(codes[0])
    opened(try_code(codes[1]))
    served.stop()
    served.start()
    assert len(CODE.findall(served.log.read_text())) == 2


@pytest.mark.django_db
def test_the_page_says_the_command_that_restores_over_what_the_program_has_made(
    client: Client,
) -> None:
    """`serve` has an empty book in the home by then, and the key is words on a paper."""
    page = client.get("/setup/restore/").text
    (said,) = re.findall(r"restore FILE (--[a-z -]+)<", page)
    options = load_command_class("ledger", "restore").create_parser("manage.py", "restore")
    typed = vars(options.parse_args(["FILE", *said.split()]))
    assert (str(typed["words"]), typed["replace"]) == ("-", True)


@pytest.mark.once
def test_no_start_takes_another_for_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a container each start has the same number: the codes of earlier ones stayed alive."""
    monkeypatch.setattr(os, "getpid", lambda: 7)
    alone = start.this_start()
    assert alone == start.this_start()
    assert importlib.reload(start).this_start() != alone
    monkeypatch.setitem(sys.modules, "gunicorn", sys)
    server = start.this_start()
    assert (server, len(server) <= 60) == (start.this_start(), True)
    with subprocess.Popen(["sleep", "60"]) as later:
        begun = start.begun_at(later.pid)
        later.kill()
    assert begun
    assert begun != start.begun_at(os.getppid())
