"""S4: what every answer carries, and that nothing is inline; sign-in is throttled."""

import re
import subprocess
import sys

import pytest
from django.conf import settings
from django.test import Client

from tests.cast import PASSWORD, Cast
from wastebank.staff.sign_in import MOST_HERE
from wastebank.web.common.middleware import POLICY

pytestmark = pytest.mark.once

PAGES = ("/", "/login/", "/member/", "/prices/", "/check/", "/parts/", "/counter/", "/nowhere/")
INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)", re.I)


@pytest.mark.parametrize("address", PAGES)
def test_every_page_has_the_strict_policy(cast: Cast, address: str) -> None:
    client = Client()
    if address == "/counter/":
        client.force_login(cast.sari, backend=settings.AUTHENTICATION_BACKENDS[-1])
    answer = client.get(address)
    assert answer.headers["Content-Security-Policy"] == POLICY
    assert "unsafe" not in POLICY
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer.headers["Cache-Control"]
    assert not INLINE.search(answer.text), INLINE.search(answer.text)


def test_the_check_for_inline_code_can_fail() -> None:
    for sample in ('<p style="x">', "<script>1</script>", '<a onclick="x">', "<style>"):
        assert INLINE.search(sample)


def test_check_deploy_is_clean_behind_https() -> None:
    environment = {
        "WASTEBANK_HTTPS": "1",
        "WASTEBANK_TRUSTED_PROXIES": "1",
        "PATH": "",
        "WASTEBANK_HOME": str(settings.HOME),
    }
    result = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        env=environment,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stderr


def test_five_wrong_passwords_lock_the_name_and_the_right_one_waits(cast: Cast) -> None:
    client = Client()
    for _ in range(MOST_HERE - 1):
        answer = client.post("/login/", {"username": "sari", "password": "salah"})
        assert answer.status_code == 403
        assert "sign_in_wrong" in answer.text
    client.post("/login/", {"username": "sari", "password": "salah"})
    locked = client.post("/login/", {"username": "sari", "password": PASSWORD})
    assert "sign_in_locked" in locked.text
    assert "_auth_user_id" not in client.session
    # Another name from the same place is not kept waiting.
    free = client.post("/login/", {"username": "rudi", "password": PASSWORD})
    assert free.status_code == 302


def test_a_closed_account_hears_so_only_with_the_right_password(cast: Cast) -> None:
    cast.sari.is_active = False
    cast.sari.save()
    client = Client()
    wrong = client.post("/login/", {"username": "sari", "password": "salah"})
    assert "sign_in_wrong" in wrong.text
    right = client.post("/login/", {"username": "sari", "password": PASSWORD})
    assert "account_disabled" in right.text
    assert "_auth_user_id" not in client.session


def test_after_sign_in_only_own_pages_are_gone_to(cast: Cast) -> None:
    client = Client()
    form = {"username": "sari", "password": PASSWORD, "next": "https://elsewhere.example/"}
    assert client.post("/login/", form).headers["Location"] == "/counter/"


def test_a_form_without_its_token_is_refused_in_words(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/login/", {"username": "sari", "password": PASSWORD})
    assert answer.status_code == 403
    assert "form_too_old" in answer.text
    assert 'value="sari"' in answer.text


@pytest.mark.parametrize("address", ["/login/", "/api/v1/deposits"])
def test_ten_megabytes_are_refused_before_they_are_read(cast: Cast, address: str) -> None:
    answer = Client().post(address, b"x" * 10_000_000, content_type="application/octet-stream")
    assert answer.status_code == 422
    assert "body_too_large" in answer.text
