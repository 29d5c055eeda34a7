"""What a clerk has begun is kept for that clerk, for an hour, and told to nobody else."""

import uuid
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.contrib import admin
from django.core.management import call_command
from django.db import connection
from django.test import override_settings

from clinic.charges.authorisations import authorise
from clinic.charges.drafts import (
    Begun,
    draft_by_id,
    draft_for,
    drafts_of,
    drop_draft,
    drop_draft_of,
    forget_old_drafts,
    keep_draft,
)
from clinic.charges.prepare import ServiceAsked
from clinic.models import Clinic, Draft
from ledger import clock
from tests.cast import SITI_PIN, Cast, hire
from tests.requests.device import Device
from wastebank.models import ActionLog, Place, User
from wastebank.refusals import MayNot

LINES = [("konsultasi", "2", "", ""), ("obat", "1", "7500", "sirup")]


def begin(cast: Cast, by: User | None = None) -> int:
    return keep_draft(by=by or cast.dewi, card=cast.siti_card.code, lines=LINES, cash="2500")


def content(begun: Begun | None) -> tuple[list[tuple[str, ...]], str]:
    assert begun is not None
    return [tuple(line) for line in begun.lines], begun.cash


def test_what_was_begun_is_offered_to_the_same_clerk(cast: Cast) -> None:
    pk = begin(cast)
    assert begin(cast) == pk, "one for each patient"
    assert content(draft_for(by=cast.dewi, card=cast.siti_card.code)) == (LINES, "2500")
    assert content(draft_by_id(by=cast.dewi, draft=pk)) == (LINES, "2500")
    assert [begun.pk for begun in drafts_of(by=cast.dewi)] == [pk]


def test_nobody_else_finds_it(cast: Cast) -> None:
    pk = begin(cast)
    for other in (cast.lestari, hire("eko", "clerk", cast.sehati.place)):
        assert drafts_of(by=other) == []
        assert draft_by_id(by=other, draft=pk) is None
        assert draft_for(by=other, card=cast.siti_card.code) is None
        drop_draft_of(by=other, draft=pk)
        drop_draft(by=other, card=cast.siti_card.code)
    for stranger in (cast.sari, cast.bambang, cast.maya, cast.yusuf, cast.tono):
        with pytest.raises(MayNot):
            drafts_of(by=stranger)
    assert Draft.objects.get().pk == pk


def test_a_clerk_who_moves_to_another_clinic_leaves_it_behind(cast: Cast) -> None:
    pk = begin(cast)
    away = Place.objects.create(code="JBD", name="Klinik Jauh", kind="clinic", parent=cast.induk)
    Clinic.objects.create(place=away, valid_from=date(2020, 1, 1))
    User.objects.filter(pk=cast.dewi.pk).update(place=away)
    dewi = User.objects.get(pk=cast.dewi.pk)
    assert drafts_of(by=dewi) == []
    assert draft_by_id(by=dewi, draft=pk) is None


def test_the_row_tells_nothing_without_the_pepper(cast: Cast) -> None:
    begin(cast)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM clinic_draft")
        row = " ".join(map(str, cursor.fetchone()))
    for said in ("konsultasi", "sirup", "7500", "2500", cast.siti_card.code):
        assert said not in row
    assert cast.siti_card.code_hash not in row
    with override_settings(WASTEBANK_PEPPER="another pepper of another house"):
        assert drafts_of(by=cast.dewi) == []


def test_it_goes_after_its_time(cast: Cast) -> None:
    begin(cast)
    minutes = settings.WASTEBANK_DRAFT_MINUTES
    with clock.at(clock.now() + timedelta(minutes=minutes - 1)):
        assert len(drafts_of(by=cast.dewi)) == 1
        assert forget_old_drafts() == 0
    with clock.at(clock.now() + timedelta(minutes=minutes + 1)):
        assert drafts_of(by=cast.dewi) == []
        assert draft_for(by=cast.dewi, card=cast.siti_card.code) is None
        call_command("expire_holds")
        assert not Draft.objects.exists()


def test_the_next_use_removes_old_ones_of_everybody(cast: Cast) -> None:
    begin(cast)
    with clock.at(clock.now() + timedelta(hours=13)):
        keep_draft(by=cast.lestari, card=cast.siti_card.code, lines=LINES, cash="")
        assert Draft.objects.get().by == cast.lestari


def test_dropping_removes_it(cast: Cast) -> None:
    drop_draft_of(by=cast.dewi, draft=begin(cast))
    assert not Draft.objects.exists()
    begin(cast)
    drop_draft(by=cast.dewi, card=cast.siti_card.code)
    assert not Draft.objects.exists()


def test_the_end_of_a_visit_has_a_draft_of_its_own(cast: Cast) -> None:
    cast.deposit()
    visit = authorise(
        key=uuid.uuid4(),
        by=cast.dewi,
        card=cast.siti_card.code,
        pin=SITI_PIN,
        lines=[ServiceAsked("konsultasi")],
    )
    keep_draft(by=cast.dewi, visit=visit.pk, lines=LINES, cash="0")
    assert content(draft_for(by=cast.dewi, visit=visit.pk)) == (LINES, "0")
    assert draft_for(by=cast.dewi, card=cast.siti_card.code) is None
    assert drafts_of(by=cast.dewi) == [], "the visit itself is offered"


def test_no_log_no_admin_and_no_call_of_the_api_knows_it(cast: Cast) -> None:
    before = ActionLog.objects.count()
    begin(cast)
    assert ActionLog.objects.count() == before
    assert not admin.site.is_registered(Draft)
    for user in (cast.dewi, cast.tono):
        schema = str(Device(cast.token(user)).get("openapi.json").json)
        assert "draft" not in schema.casefold()
