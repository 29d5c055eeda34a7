"""The key of the backups: shown once, kept by nobody here, and counting once it was read back."""

import json
import logging
import re
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from ledger import clock
from ledger.audit import audit
from ledger.db.backup.words import identity_of, recipient_of
from ledger.management.backups.recipients import recipients
from ledger.management.backups.standing import standing
from ledger.models import BackupKey, BackupRun
from ledger.refusals import Refusal
from tests.cast import Cast
from tests.wastebank.backups.papers import keep_a_key
from tests.wastebank.web.office.office import at, main_of, post
from wastebank.backups.paper_key import KeyOnPaper, keep_backup_key, new_paper_key
from wastebank.models import ActionLog
from wastebank.reports.worklist import to_do

pytestmark = pytest.mark.django_db


def answers(made: KeyOnPaper, change: Callable[[str], str] = str) -> list[str]:
    return [change(made.words[place - 1]) for place in made.asked]


def keep(cast: Cast, made: KeyOnPaper, typed: list[str]) -> BackupKey:
    return keep_backup_key(key=uuid.uuid4(), by=cast.maya, proof=made.proof, typed=typed)


def refused(cast: Cast, made: KeyOnPaper, typed: list[str]) -> Refusal:
    with pytest.raises(Refusal) as found:
        keep(cast, made, typed)
    return found.value


def test_four_words_of_the_paper_make_it_count(cast: Cast) -> None:
    made = new_paper_key(by=cast.maya)
    assert (len(set(made.asked)), len(made.words)) == (4, 24)
    assert recipients() == [], "an unprinted key waits, and nothing is encrypted for it"
    keep(cast, made, answers(made, lambda word: f" {word[:4].upper()} "))
    assert recipients() == [made.recipient] == [recipient_of(made.words)]
    line = ActionLog.objects.get(action="keep_backup_key")
    assert (line.actor, line.subject) == ("maya", "book")
    newer = new_paper_key(by=cast.maya)
    keep(cast, newer, answers(newer))
    assert recipients() == [newer.recipient]


def test_the_setting_of_the_machine_goes_first(cast: Cast, settings: Any) -> None:
    made = new_paper_key(by=cast.maya)
    keep(cast, made, answers(made))
    settings.LEDGER_BACKUP_RECIPIENTS = ("age1of-the-machine",)
    assert recipients() == ["age1of-the-machine"]


def test_a_wrong_word_is_named_by_its_place_and_nothing_counts(cast: Cast) -> None:
    made = new_paper_key(by=cast.maya)
    right = answers(made)
    other = "zoo" if right[2] != "zoo" else "zero"
    wrong = refused(cast, made, [*right[:2], other, right[3]])
    assert (wrong.code, wrong.facts["places"]) == ("backup_words_wrong", str(made.asked[2]))
    assert refused(cast, made, []).facts["places"] == ", ".join(map(str, made.asked))
    assert refused(cast, made, right[::-1]).code == "backup_words_wrong"
    with clock.at(clock.now()):
        made_up = KeyOnPaper(made.words, made.recipient, made.asked, made.proof + "x")
        assert refused(cast, made_up, right).code == "paper_key_too_old"
    assert not BackupKey.objects.exists()


def test_words_shown_long_ago_are_none(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    made = new_paper_key(by=cast.maya)
    later = clock.now().timestamp() + timedelta(hours=3).total_seconds()
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    assert refused(cast, made, answers(made)).code == "paper_key_too_old"


def test_only_manager_and_administrator_make_one(cast: Cast) -> None:
    for user in cast.staff():
        if user.role in {"manager", "admin"}:
            assert new_paper_key(by=user).words
        else:
            with pytest.raises(Refusal):
                new_paper_key(by=user)


def test_nothing_of_it_stays_on_the_machine(
    cast: Cast, caplog: pytest.LogCaptureFixture, tmp_path: Any, settings: Any
) -> None:
    """The secret, its words in a row and its digest, looked for in all that the program keeps."""
    settings.HOME = tmp_path
    client = at(cast.maya)
    with caplog.at_level(logging.DEBUG):
        shown = client.post(reverse("office:setup_backup"))
        page = shown.content.decode()
        words = re.findall(r"<li>([a-z]{3,8})</li>", page)
        assert len(words) == 24
        assert "no-store" in shown.headers["Cache-Control"]
        places = [int(found) for found in re.findall(r'name="word_(\d+)"', page)]
        (proof,) = re.findall(r'name="proof" value="([^"]+)"', page)
        fields = {f"word_{place}": words[place - 1] for place in places}
        done = post(client, "office:setup_backup_words", proof=proof, **fields)
    assert done.status_code == 302
    assert BackupKey.objects.get().recipient == recipient_of(words)
    told = everything_kept() + caplog.text + json.dumps(dict(client.session))
    told += "".join(str(value) for value in client.cookies.values()) + proof
    assert identity_of(words) not in told
    assert not re.search(rf"{words[0]}\W+{words[1]}\W+{words[2]}", told)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    again = client.get(reverse("office:setup_backup")).content.decode()
    assert " ".join(words) not in again
    assert not re.findall(r'class="words"', again)


def everything_kept() -> str:
    said = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {table}")
            said.append(str(cursor.fetchall()))
    return "\n".join(said)


def test_the_page_asks_again_for_what_was_wrong_and_shows_no_word(cast: Cast) -> None:
    client, made = at(cast.maya), new_paper_key(by=cast.maya)
    fields = {f"word_{place}": "zoo" for place in made.asked}
    answer = post(client, "office:setup_backup_words", proof=made.proof, **fields)
    page = main_of(answer)
    assert answer.status_code == 422
    assert "Not what stands on the paper" in page
    assert 'class="words"' not in page
    assert all(f'name="word_{place}"' in page for place in made.asked)
    spoilt = post(client, "office:setup_backup_words", proof="x", **fields)
    assert spoilt.status_code == 409
    assert "Show the words" in main_of(spoilt)


def test_the_office_says_what_waits(cast: Cast) -> None:
    def waiting(by: Any = cast.maya) -> dict[str, int]:
        found = {item.what: item.count for item in to_do(by=by)}
        return {what: count for what, count in found.items() if what.startswith("backup")}

    def page() -> str:
        return main_of(at(cast.maya).get(reverse("office:backups")))

    assert waiting() == {}
    cast.deposit()
    assert "There is no backup key yet" in main_of(at(cast.maya).get(reverse("office:home")))
    assert "No backup is made yet." in page()
    made = new_paper_key(by=cast.maya)
    keep(cast, made, answers(made))
    assert waiting() == {}
    assert "The first backup is still to come." in page()
    now = clock.now()
    run = BackupRun.objects.create(started_at=now, ended_at=now, outcome="good", file="a.age")
    assert waiting() == {}
    assert "The last backup is good." in page()
    with clock.at(now + timedelta(days=3)):
        assert waiting() == waiting(cast.bambang) == {"backup_late": 3}
        assert "The last good backup is old." in page()
    BackupRun.objects.create(started_at=now, ended_at=now, outcome="failed", said="disk is full")
    assert set(waiting()) == {"backup_failed"}
    assert "disk is full" in page()
    assert (standing().good, standing().is_late) == (run, True)


def test_the_doctor_says_it_too(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    BackupKey.objects.create(recipient="age1x", kept_at=clock.now(), kept_by="maya")
    BackupRun.objects.create(started_at=clock.now(), outcome="failed", said="disk is full")
    call_command("doctor")
    assert "The last one went wrong: disk is full." in capsys.readouterr().out


def test_a_key_that_nobody_kept_is_found(cast: Cast) -> None:
    """Every backup would be somebody else's, and look as before."""
    keep_a_key(cast.maya)
    assert audit() == []
    BackupKey.objects.create(recipient="age1another", kept_at=clock.now(), kept_by="maya")
    assert {one.law for one in audit()} == {"backup keys were kept by somebody"}
