"""One-time links: a password is chosen by its person, and everything open before ends with it."""

import uuid
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from ledger import clock
from ledger.refusals import KeyReused
from tests.cast import PASSWORD, Cast
from wastebank.devices.own_tokens import user_of_token
from wastebank.devices.refusals import TokenUnknown
from wastebank.models import ActionLog, OneTimeLink, User
from wastebank.refusals import AccountDisabled, MayNot
from wastebank.staff.access.links import HOURS, find_link, make_link, use_link
from wastebank.staff.accounts import set_staff_active
from wastebank.staff.own_password import change_own_password
from wastebank.staff.refusals import (
    ClinicAccount,
    LinkEnded,
    LinkUnknown,
    OwnAccount,
    PasswordsDiffer,
    PasswordTooWeak,
    StaffUnknown,
)

NEW = "kenanga-sewindu-lamanya"


def link_for(username: str, by: User) -> str:
    return make_link(key=uuid.uuid4(), by=by, username=username).code


def use(code: str, new: str = NEW, again: str = NEW) -> User:
    return use_link(key=uuid.uuid4(), code=code, new=new, again=again)


def signed_in(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def opens(client: Client) -> bool:
    return client.get("/password/").status_code == 200


def test_a_link_is_used_once_and_only_a_hash_of_it_is_kept(cast: Cast) -> None:
    code = link_for("sari", cast.maya)
    kept = OneTimeLink.objects.get()
    assert code not in str(vars(kept))
    use(code.upper().replace("-", " "))
    assert User.objects.get(username="sari").check_password(NEW)
    with pytest.raises(LinkEnded):
        use(code)
    made, used = ActionLog.objects.filter(subject="staff:sari").order_by("pk")
    assert (made.action, made.actor) == ("make_link", "maya")
    assert (used.action, used.actor) == ("use_link", "sari")


def test_the_same_key_makes_the_same_link_and_uses_it_once(cast: Cast) -> None:
    key = uuid.uuid4()
    first = make_link(key=key, by=cast.maya, username="sari")
    again = make_link(key=key, by=cast.maya, username="sari")
    assert (first.pk, first.code) == (again.pk, again.code)
    for _ in range(2):
        use_link(key=key.__class__(int=key.int ^ 1), code=first.code, new=NEW, again=NEW)
    assert User.objects.get(username="sari").sign_outs == 1


def test_the_same_key_with_another_password_is_refused(cast: Cast) -> None:
    """Whoever typed another one would else read that it is theirs now."""
    key, code = uuid.uuid4(), link_for("sari", cast.maya)
    use_link(key=key, code=code, new=NEW, again=NEW)
    other = f"{NEW}-sekali"
    with pytest.raises(KeyReused) as refused:
        use_link(key=key, code=code, new=other, again=other)
    assert refused.value.facts == {"differing": ["password"]}
    assert User.objects.get(username="sari").check_password(NEW)


def test_all_that_was_open_ends_when_the_link_is_used_and_not_before(cast: Cast) -> None:
    page, token = signed_in(cast.sari), cast.token(cast.sari)
    code = link_for("sari", cast.maya)
    assert opens(page)
    assert user_of_token(token) == cast.sari
    assert Client().get(f"/link/{code}/").status_code == 200  # as a messenger looks at it
    assert opens(page)
    use(code)
    assert not opens(page)
    with pytest.raises(TokenUnknown):
        user_of_token(token)


def again(cast: Cast) -> None:
    link_for("sari", cast.maya)


def closed(cast: Cast) -> None:
    for active in (False, True):
        set_staff_active(key=uuid.uuid4(), by=cast.maya, username="sari", active=active)


def own(cast: Cast) -> None:
    change_own_password(key=uuid.uuid4(), by=cast.sari, old=PASSWORD, new=NEW, again=NEW)


@pytest.mark.parametrize("what", [again, closed, own])
def test_a_link_ends_with_what_comes_after_it(cast: Cast, what: object) -> None:
    code = link_for("sari", cast.maya)
    assert callable(what)
    what(cast)
    with pytest.raises(LinkEnded):
        use(code)


def test_a_link_ends_after_its_hours(cast: Cast) -> None:
    code = link_for("sari", cast.maya)
    with clock.at(clock.now() + timedelta(hours=HOURS, seconds=1)), pytest.raises(LinkEnded):
        find_link(code)
    with clock.at(clock.now() + timedelta(hours=HOURS, seconds=-9)):
        find_link(code)


def test_a_closed_account_gets_none_and_uses_none(cast: Cast) -> None:
    code = link_for("sari", cast.maya)
    User.objects.filter(username="sari").update(is_active=False)
    with pytest.raises(AccountDisabled):
        use(code)
    with pytest.raises(AccountDisabled):
        link_for("sari", cast.maya)


def test_what_is_chosen_is_typed_twice_and_is_not_easy(cast: Cast) -> None:
    code = link_for("sari", cast.maya)
    with pytest.raises(PasswordsDiffer):
        use(code, again=NEW + "x")
    for easy in ("", "kurang", "password"):
        with pytest.raises(PasswordTooWeak):
            use(code, easy, easy)
    with pytest.raises(LinkUnknown):
        use("7k2m-7k2m-7k2m-7k2m-7k2m")
    use(code)


def test_who_makes_links_for_whom(cast: Cast) -> None:
    wanted: dict[str, dict[str, type[Exception]]] = {
        "maya": {
            **dict.fromkeys(("dewi", "lestari"), ClinicAccount),
            "tono": StaffUnknown,
            "maya": OwnAccount,
        },
        "tono": {**dict.fromkeys(("dewi", "lestari"), ClinicAccount), "tono": OwnAccount},
        "lestari": {
            **dict.fromkeys(("sari", "rudi", "bambang", "maya", "yusuf", "tono"), StaffUnknown),
            "lestari": OwnAccount,
        },
    }
    wrong = []
    for by in cast.staff():
        for whose in cast.staff():
            rules = wanted.get(by.username)
            due = rules.get(whose.username) if rules is not None else MayNot
            try:
                link_for(whose.username, by)
                seen = None
            except (MayNot, ClinicAccount, StaffUnknown, OwnAccount) as refusal:
                seen = type(refusal)
            if seen is not due:
                wrong.append(f"{by} for {whose}: {seen}, not {due}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.page
def test_the_page_takes_the_password_and_leads_to_the_sign_in(cast: Cast) -> None:
    code = link_for("sari", cast.maya)
    client = Client(headers={"accept-language": "en"})
    fields = {"key": str(uuid.uuid4()), "new": NEW, "again": "x"}
    answer = client.post(f"/link/{code}/", fields)
    assert (answer.status_code, "passwords_differ" in answer.text) == (422, True)
    assert NEW not in answer.text
    answer = client.post(f"/link/{code}/", fields | {"again": NEW}, follow=True)
    assert "Your password is kept." in answer.text
    assert client.post("/login/", {"username": "sari", "password": NEW})["Location"] == "/counter/"
    answer = client.get(f"/link/{code}/")
    assert (answer.status_code, "link_ended" in answer.text) == (409, True)


@pytest.mark.page
def test_whoever_guesses_links_is_slowed(cast: Cast) -> None:
    client = Client(REMOTE_ADDR="10.0.0.7")
    codes = [client.get(f"/link/7k2m-{index:04}/").status_code for index in range(22)]
    assert codes == [404] * 20 + [403] * 2


@pytest.mark.page
def test_the_person_reads_who_made_a_link_and_what_became_of_it(cast: Cast) -> None:
    page = signed_in(cast.sari)
    assert "One-time links" not in page.get("/password/").text
    code = link_for("sari", cast.maya)
    seen = page.get("/password/").text
    assert "Maya" in seen
    assert "Can be used until" in seen
    use(code)
    page = signed_in(User.objects.get(username="sari"))
    assert "a password was chosen by it" in page.get("/password/").text
