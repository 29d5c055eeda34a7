"""Addresses of the office."""

from django.urls import path

from wastebank.web import (
    office,
    office_book,
    office_cards,
    office_clinics,
    office_days,
    office_import,
    office_members,
    office_prices,
    office_staff,
)

app_name = "office"
urlpatterns = [
    path("", office.home, name="home"),
    path("days/", office_days.day, name="day"),
    path("days/deposits/<str:number>/", office_days.deposit, name="deposit"),
    path("days/deposits/<str:number>/void/", office_days.void, name="void"),
    path("members/", office_members.members, name="members"),
    path("members/<str:number>/", office_members.member, name="member"),
    path("cards/", office_cards.cards, name="cards"),
    path("cards/order/", office_cards.order, name="cards_order"),
    path("cards/sheet/", office_cards.sheet, name="cards_sheet"),
    path("prices/", office_prices.prices, name="prices"),
    path("prices/new/", office_prices.new_material, name="material_new"),
    path("prices/import/", office_import.upload, name="import"),
    path("prices/import/look/", office_import.look, name="import_look"),
    path("prices/import/done/", office_import.carry_out, name="import_done"),
    path("prices/of/<slug:code>/", office_prices.material, name="material"),
    path("prices/of/<slug:code>/take/", office_prices.take, name="material_take"),
    path("clinics/", office_clinics.clinics, name="clinics"),
    path("book/", office_book.book, name="book"),
    path("book/trial-balance.csv", office_book.book_csv, name="book_csv"),
    path("book/check/", office_book.audit, name="audit"),
    path("book/accounts/<str:code>/", office_book.account, name="account"),
    path("staff/", office_staff.people, name="staff"),
    path("staff/new/", office_staff.add, name="staff_new"),
    path("staff/people/<str:username>/", office_staff.person, name="person"),
    path("staff/people/<str:username>/post/", office_staff.post, name="person_post"),
    path("staff/people/<str:username>/password/", office_staff.password, name="person_password"),
    path("staff/people/<str:username>/active/", office_staff.active, name="person_active"),
    path("staff/people/<str:username>/device/", office_staff.device, name="person_device"),
    path("staff/devices/<int:device_id>/revoke/", office_staff.revoke, name="device_revoke"),
    path("staff/places/", office_staff.places, name="places"),
    path("staff/places/<str:code>/open/", office_staff.close_place, name="place_open"),
]
