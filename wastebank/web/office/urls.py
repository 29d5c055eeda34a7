"""Addresses of the office."""

from django.urls import path

from wastebank.web.common.importing.pages import addresses
from wastebank.web.office import (
    all_lists,
    book,
    cards,
    clinics,
    days,
    devices,
    home,
    members,
    prices,
    staff,
)
from wastebank.web.office.approvals import limits as limit_pages
from wastebank.web.office.approvals import pages as approvals
from wastebank.web.office.cash import counting as cash_counting
from wastebank.web.office.cash import pages as cash
from wastebank.web.office.correcting import pages as correcting
from wastebank.web.office.importing import MATERIALS, MEMBERS, PRICES, STAFF
from wastebank.web.office.receivables import pages as receivables
from wastebank.web.office.setup import backup as setup_backup
from wastebank.web.office.setup import bank as setup_bank
from wastebank.web.office.setup import keep as setup
from wastebank.web.office.setup import plain as setup_plain
from wastebank.web.office.setup import staff as setup_staff
from wastebank.web.office.starter import pages as starter

app_name = "office"
urlpatterns = [
    *all_lists.addresses(),  # first: `members/file/` is nobody's number
    path("", home.home, name="home"),
    path("figures/<slug:name>/file/", home.figure_file, name="figure_file"),
    path("setup/", setup.next_step, name="setup"),
    path("setup/bank/", setup_bank.bank, name="setup_bank"),
    path("setup/materials/", starter.step, name="setup_materials"),
    path("setup/staff/", setup_staff.people, name="setup_staff"),
    path("setup/staff/role/", setup_staff.one_role, name="setup_role"),
    path("setup/backup/", setup_backup.backup, name="setup_backup"),
    path("setup/backup/words/", setup_backup.backup_words, name="setup_backup_words"),
    path("backups/", setup_backup.backups, name="backups"),
    path("setup/member/", setup_plain.member, name="setup_member"),
    path("setup/receipt/", setup_plain.receipt, name="setup_receipt"),
    path("setup/<slug:step>/keep/", setup.keep, name="setup_keep"),
    path("approvals/", approvals.queue, name="approvals"),
    path("approvals/limits/", limit_pages.limits, name="limits"),
    path("approvals/limits/<slug:limit>/", limit_pages.new_limit, name="limit"),
    path("approvals/<int:approval>/", approvals.one, name="approval"),
    path("approvals/<int:approval>/agree/", approvals.agreed, name="approval_agree"),
    path("approvals/<int:approval>/decline/", approvals.declined, name="approval_decline"),
    path("approvals/<int:approval>/withdraw/", approvals.withdrawn, name="approval_withdraw"),
    path("days/", days.day, name="day"),
    path("days/deposits/<str:number>/", days.deposit, name="deposit"),
    path("days/deposits/<str:number>/void/", days.void, name="void"),
    path("days/deposits/<str:number>/correct/", days.correct, name="deposit_correct"),
    path("days/deposits/<str:number>/look/", days.look, name="deposit_look"),
    path("deposits/receivables/<int:number>/", receivables.receivable, name="receivable"),
    path("deposits/receivables/<int:number>/write-off/", receivables.write_off, name="write_off"),
    *addresses(MEMBERS),
    path("members/<str:number>/", members.member, name="member"),
    path("members/<str:number>/file/", members.passbook_file, name="passbook_file"),
    path("members/<str:number>/group/", members.group, name="member_group"),
    path("members/<str:number>/correct/", correcting.member, name="member_correct"),
    path("cards/", cards.cards, name="cards"),
    path("cards/order/", cards.order, name="cards_order"),
    path("cards/sheet/", cards.sheet, name="cards_sheet"),
    path("prices/", prices.prices, name="prices"),
    path("prices/file/", prices.prices_file, name="prices_file"),
    path("prices/sheet/", prices.price_sheet, name="price_sheet"),
    path("prices/new/", prices.new_material, name="material_new"),
    path("prices/starter/", starter.starter, name="starter"),
    *addresses(PRICES),
    *addresses(MATERIALS),
    path("prices/of/<slug:code>/", prices.material, name="material"),
    path("prices/of/<slug:code>/withdraw/<int:price_id>/", prices.withdraw, name="price_withdraw"),
    path("prices/of/<slug:code>/take/", prices.take, name="material_take"),
    path("prices/of/<slug:code>/correct/", correcting.material, name="material_correct"),
    path("clinics/", clinics.clinics, name="clinics"),
    path("book/", book.book, name="book"),
    path("book/file/", book.book_file, name="book_file"),
    path("book/check/", book.audit, name="audit"),
    path("book/accounts/<str:code>/", book.account, name="account"),
    path("book/accounts/<str:code>/file/", book.account_file, name="account_file"),
    path("cash/new/", cash.add, name="cash_new"),
    path("cash/counts/<int:count>/", cash_counting.count, name="cash_count"),
    path("cash/<str:code>/", cash.account, name="cash_account"),
    path("cash/<str:code>/move/", cash.move, name="cash_move"),
    path("cash/<str:code>/bring-in/", cash.bring_in, name="cash_bring_in"),
    path("cash/<str:code>/correct/", cash.put_right, name="cash_correct"),
    path("cash/<str:code>/active/", cash.active, name="cash_active"),
    path("cash/<str:code>/count/", cash_counting.begin, name="cash_begin"),
    path("cash/<str:code>/compare/", cash_counting.compare, name="cash_compare"),
    *addresses(STAFF),
    path("staff/new/", staff.add, name="staff_new"),
    path("staff/people/<str:username>/", staff.person, name="person"),
    path("staff/people/<str:username>/post/", staff.change_role, name="person_post"),
    path("staff/people/<str:username>/link/", staff.one_time_link, name="person_link"),
    path("staff/people/<str:username>/active/", staff.active, name="person_active"),
    path("staff/people/<str:username>/member/", staff.link, name="person_member"),
    path("staff/people/<str:username>/correct/", correcting.person, name="person_correct"),
    path("staff/devices/<int:device_id>/", devices.device, name="device"),
    path("staff/devices/<int:device_id>/revoke/", devices.revoke, name="device_revoke"),
    path("staff/places/", staff.places, name="places"),
    path("staff/places/<str:code>/printer/", staff.printer, name="place_printer"),
    path("staff/places/<str:code>/correct/", correcting.place, name="place_correct"),
    path("staff/places/<str:code>/open/", staff.close_place, name="place_open"),
]
