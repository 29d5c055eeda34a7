"""Addresses of the counter. No card code and no name ever stands in one."""

from django.urls import path

from wastebank.web.counter import cards as card_pages
from wastebank.web.counter import day as day_pages
from wastebank.web.counter import desk as counter
from wastebank.web.counter import enrolment
from wastebank.web.counter import groups as group_pages
from wastebank.web.counter import receipts as receipt_pages
from wastebank.web.counter import weighing as at_the_scale

urlpatterns = [
    path("", counter.start, name="counter"),
    path("find/", counter.find, name="counter_find"),
    path("frames/", counter.frame, name="counter_frames"),
    path("weigh/<str:number>/", at_the_scale.weigh, name="counter_weigh"),
    path("group/", group_pages.choose, name="counter_group"),
    path("group/weigh/", group_pages.weigh_group, name="counter_group_weigh"),
    path("group/find/", group_pages.find_one, name="counter_group_find"),
    path("group/record/", group_pages.record_one, name="counter_group_record"),
    path("day/", day_pages.day, name="counter_day"),
    path("day/sheet/", day_pages.sheet, name="counter_sheet"),
    path("day/close/", day_pages.close, name="counter_close"),
    path("receipts/<str:number>/", receipt_pages.receipt, name="counter_receipt"),
    path("receipts/<str:number>/void/", receipt_pages.void, name="counter_void"),
    path("receipts/<str:number>/correct/", receipt_pages.correct, name="counter_correct"),
    path("receipts/<str:number>/print/", receipt_pages.print_out, name="counter_print"),
    path("enrol/", enrolment.enrol, name="counter_enrol"),
    path("members/<str:number>/", enrolment.member_sheet, name="counter_member"),
    path("members/<str:number>/group/", enrolment.join, name="counter_join"),
    path("members/<str:number>/issue/", card_pages.issue, name="counter_issue"),
    path("members/<str:number>/hand-over/", card_pages.hand_over, name="counter_hand_over"),
    path("cards/<int:card_id>/pin/", card_pages.pin, name="counter_pin"),
    path("cards/<int:card_id>/replace/", card_pages.replace, name="counter_replace"),
    path("cards/<int:card_id>/block/", card_pages.block, name="counter_block"),
    path("cards/paper/", card_pages.paper, name="counter_card_paper"),
    path("cards/blank/", card_pages.blanks, name="counter_blanks"),
]
