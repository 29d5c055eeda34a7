"""A line of the log is read in words: what it is about, where, by whom, and what was noted."""

import uuid
from collections.abc import Mapping

import pytest
from django.urls import reverse
from django.utils import translation

from clinic.charges.cancel import cancel_redemption
from ledger import clock
from tests.cast import Cast
from tests.wastebank.approvals.two import proposed_by_nobody
from tests.wastebank.web.files import records
from tests.wastebank.web.office.office import at, main_of, post
from wastebank import actions
from wastebank.actions import Action, Thing, declared_actions
from wastebank.cards.lifecycle import print_blank_cards
from wastebank.commands import log
from wastebank.deposits.receipts import count_print
from wastebank.devices.register import register_counter
from wastebank.funds.cash.keep import open_cash_account
from wastebank.members.enrol import join_group
from wastebank.models import ActionLog, Device, Member
from wastebank.reports.audits import run_audit
from wastebank.reports.lists.action_log import log_rows

LANGUAGES = ("id", "en")


def read_line(line: ActionLog, language: str) -> tuple[str, str]:
    with translation.override(language):
        [row] = log_rows([line])
        return row.of_what, row.reason


def last(action: Action) -> ActionLog:
    return ActionLog.objects.filter(action=action.code).latest("pk")


def things(cast: Cast) -> Mapping[str, tuple[str, str, str]]:
    """One of everything an action can be done to: as kept, and as it is read in each language."""
    device, _token = register_counter(key=uuid.uuid4(), by=cast.sari, label="Tablet teras")
    siti, card = cast.siti.number, cast.siti_card.pk
    proposal = str(proposed_by_nobody().number)
    open_cash_account(
        key=uuid.uuid4(),
        by=cast.bambang,
        code="KAS-MLT",
        name="Kas Melati",
        kind="box",
        place=cast.melati.code,
    )
    return {
        "member": (siti, f"Nasabah Siti Rahayu {siti}", f"Member Siti Rahayu {siti}"),
        "card": (str(card), f"Kartu {card} ({siti})", f"Card {card} ({siti})"),
        "cards": ("101-150", "Kartu 101–150", "Cards 101–150"),
        "deposit": ("MLT-000001", "Setoran MLT-000001", "Deposit MLT-000001"),
        "receipt": ("MLT-000001", "Struk MLT-000001", "Receipt MLT-000001"),
        "day": ("MLT:2026-11-26", "Hari 26 Nov 2026, Unit Melati", "Day 26 Nov 2026, Unit Melati"),
        "material": ("pet", "Bahan Botol PET bening", "Material Clear PET bottles"),
        "place": ("KNG", "Tempat Unit Kenanga", "Place Unit Kenanga"),
        "staff": ("sari", "Petugas Sari", "Staff Sari"),
        "device": (
            f"{device.pk}/5",
            "Alat Tablet teras, catatan 5",
            "Device Tablet teras, record 5",
        ),
        "list": ("trial-balance", "Daftar Neraca saldo", "List Trial balance"),
        "cash": ("KAS-MLT", "Kas Kas Melati", "Cash account Kas Melati"),
        "book": ("", "Buku", "Book"),
        "approval": (proposal, f"Usul Batas {proposal}", f"Proposal Limit {proposal}"),
        "bank": ("1", "Bank Bank Sampah Melati", "Bank Bank Sampah Melati"),
        "visit": ("3", "Kunjungan terbuka 3", "Open visit 3"),
        "redemption": ("SHT-000001", "Kunjungan SHT-000001", "Visit SHT-000001"),
        "statement": ("SHT-2026-11", "Tagihan SHT-2026-11", "Statement SHT-2026-11"),
        "payment": ("5", "Pembayaran 5", "Payment 5"),
        "clinic": ("SHT", "Klinik Klinik Sehati", "Clinic Klinik Sehati"),
    }


def test_every_thing_that_an_action_is_done_to_is_read_in_words(cast: Cast) -> None:
    """A new thing fails until it is here: how it reads is a part of what an action is."""
    known, wrong = things(cast), list[str]()
    for action in declared_actions().values():
        kept, *due = known[action.of.code]
        subject = f"{action.of.code}:{kept}".rstrip(":")
        log(by=cast.sari, action=action, subject=subject, key=uuid.uuid4(), place=cast.melati)
        for language, words in zip(LANGUAGES, due, strict=True):
            said, _reason = read_line(last(action), language)
            if said != words:
                wrong.append(f"{action.code}: {said}, not {words}")
    assert not wrong, "\n".join(wrong)


def test_what_is_gone_keeps_its_code(cast: Cast) -> None:
    for action, subject, said in (
        (actions.ADD_MATERIAL, "material:kaca-lama", "Material kaca-lama"),
        (actions.SET_PIN, "card:999999", "Card 999999"),
        (actions.REVOKE_DEVICE, "device:999999", "Device 999999"),
        (actions.TAKE_LIST, "list:nothing-of-ours", "List nothing-of-ours"),
    ):
        log(by=cast.sari, action=action, subject=subject, key=uuid.uuid4())
        assert read_line(last(action), "en")[0] == said


def test_an_action_says_what_it_is_done_to_and_is_done_to_that(cast: Cast) -> None:
    with pytest.raises(TypeError):
        Action("sell_lot", "Lot sold", "harga")  # type: ignore[call-arg]
    sale = Action("sell_lot", "Lot sold", "harga", of=Thing("lot", "Lot"))
    with pytest.raises(ValueError, match="sell_lot"):
        log(by=cast.sari, action=sale, subject="material:pet", key=uuid.uuid4())


# --- reasons


def test_what_the_program_noted_is_a_sentence(cast: Cast) -> None:
    Member.objects.filter(pk=cast.hasan.pk).update(kind="group")
    cast.deposit()
    post(at(cast.maya), "office:deposits_file", form="pdf", place="MLT", **{"from": "2020-11-01"})
    run_audit(key=uuid.uuid4(), by=cast.maya)
    count_print(key=uuid.uuid4(), by=cast.sari, receipt="MLT-000001", paper="pdf-58")
    group = cast.hasan.number
    join_group(key=uuid.uuid4(), by=cast.sari, member=cast.siti.number, group=group)
    sentences = {
        actions.TAKE_LIST: (
            "PDF, 1 baris; Mulai: 1 Nov 2020; Tempat: Unit Melati",
            "PDF, 1 row; From: 1 Nov 2020; Place: Unit Melati",
        ),
        actions.AUDIT: ("Benar; 1 catatan buku", "Sound; 1 entries"),
        actions.PRINT_RECEIPT: ("PDF, 58 mm", "PDF, 58 mm"),
        actions.JOIN_GROUP: (f"Hasan Basri {group}", f"Hasan Basri {group}"),
    }
    for action, due in sentences.items():
        assert tuple(read_line(last(action), tongue)[1] for tongue in LANGUAGES) == due


def test_a_fault_that_was_found_and_a_reason_that_was_cut_are_read_too(cast: Cast) -> None:
    for action, subject, reason, said in (
        (actions.AUDIT, "book", "2 of 1423", "2 faults in 1,423 entries"),
        (
            actions.TAKE_LIST,
            "list:members",
            "csv 1200 place=MLT stat",
            "CSV, 1,200 rows; Place: Unit Melati",
        ),
        (actions.PRINT_RECEIPT, "receipt:MLT-1", "tcp-80", "Printer of the place, 80 mm"),
        (actions.PRINT_RECEIPT, "receipt:MLT-1", "-58", "Browser, 58 mm"),
        (actions.VOID_DEPOSIT, "deposit:MLT-1", "pdf 2 from=x", "pdf 2 from=x"),
    ):
        log(by=cast.maya, action=action, subject=subject, key=uuid.uuid4(), reason=reason)
        assert read_line(last(action), "en")[1] == said


def test_a_reason_that_stays_at_the_clinic_is_said_to_be_there(cast: Cast) -> None:
    cast.deposit()
    visit = cast.redeem()
    cancel_redemption(key=uuid.uuid4(), by=cast.dewi, redemption=visit.number, reason="salah gigi")
    page = main_of(at(cast.yusuf).get(reverse("office:log")))
    assert "The reason stays at the clinic." in page
    assert "gigi" not in page
    file = post(at(cast.yusuf), "office:log_file", form="csv").getvalue().decode()
    assert "gigi" not in file


def test_an_older_reason_of_a_clinic_stays_there_too(cast: Cast) -> None:
    clinic = cast.sehati.place
    line = ActionLog.objects.create(
        at=clock.now(), actor="lestari", action="of_old", place=clinic.code, reason="cabut gigi"
    )
    assert read_line(line, "en")[1] == "The reason stays at the clinic."


# --- one order, one line


def test_an_order_of_cards_is_one_line_with_their_count_and_range(cast: Cast) -> None:
    before = ActionLog.objects.count()
    cards = print_blank_cards(key=uuid.uuid4(), by=cast.sari, count=50)
    assert ActionLog.objects.count() == before + 1
    first, latest = min(card.pk for card in cards), max(card.pk for card in cards)
    line = last(actions.PRINT_CARDS)
    assert read_line(line, "en") == (f"Cards {first}–{latest}", "50 cards")
    assert read_line(line, "id") == (f"Kartu {first}–{latest}", "50 kartu")


# --- the page and the file


def test_a_phone_sees_who_where_and_why_under_a_line_that_leads_on(cast: Cast) -> None:
    log(
        by=cast.sari,
        action=actions.ENROL_MEMBER,
        subject=f"member:{cast.siti.number}",
        key=uuid.uuid4(),
        reason="warga baru",
        place=cast.melati,
    )
    page = main_of(at(cast.maya).get(reverse("office:log")))
    row = next(row for row in page.split("<tr>") if "warga baru" in row)
    head = row[: row.index("</th>")]
    about = f"Member Siti Rahayu {cast.siti.number}"
    for said in ("Sari", about, "Unit Melati", "warga baru"):
        assert f'<small class="beneath">{said}</small>' in head
    assert f'href="/office/members/{cast.siti.number}/"' in head


def test_a_file_has_the_words_and_the_codes(cast: Cast) -> None:
    post(at(cast.maya), "office:log_file", form="csv")
    row = records(post(at(cast.maya), "office:log_file", form="csv"))[0]
    taken = ActionLog.objects.filter(action="take_list").latest("pk")
    words = [row[head] for head in ("Who", "What", "Of what", "Place")]
    assert words == ["Maya", "List taken along", "List Log of actions", "Bank Sampah Induk"]
    heads = ("User name", "Code of the action", "Code of the thing", "Code of the place")
    assert [row[head] for head in heads] == ["maya", "take_list", "list:log", "BSI"]
    assert row["Reason as kept"] == taken.reason
    assert row["Reason"].startswith("CSV, ")
    assert Device.objects.count() == 0
