"""What the waste bank's tables say, and which of their columns may change without a trace."""

from ledger.written.documents import Document

MADE_AGAIN = "made from the names whenever the row is written; it says nothing of its own"
FORMS = {"found_by": MADE_AGAIN, "ordered_by": MADE_AGAIN}

ROOM_DOCUMENTS = [
    Document("wastebank.Deposit", ours="recorded_at"),
    Document("wastebank.DepositLine"),
    Document("wastebank.DepositVoid", ours="voided_at"),
    Document("wastebank.DepositCorrection", ours="corrected_at"),
    Document("wastebank.CorrectionLine"),
    Document("wastebank.Receivable", ours="opened_at"),
    Document("wastebank.ReceivableMove", ours="at"),
    Document("wastebank.DepositReview", ours="reviewed_at"),
    Document("wastebank.OpeningBalance", ours="recorded_at"),
    Document("wastebank.CashOpening", ours="recorded_at"),
    Document("wastebank.CashTransfer", ours="recorded_at"),
    Document("wastebank.CashCountBegun", ours="begun_at"),
    Document("wastebank.CashCount", ours="counted_at"),
    Document("wastebank.ReconciledStep"),
    Document("wastebank.CashDifference", ours="recorded_at"),
    Document("wastebank.DayClosing", ours="closed_at"),
    Document("wastebank.ActionLog", ours="at"),
    Document("wastebank.CardEvent", ours="at"),
    Document("wastebank.DeviceRecord", ours="at"),
    Document("wastebank.Price", ours="set_at"),
    Document("wastebank.PriceWithdrawal", ours="withdrawn_at"),
    Document("wastebank.Approval", ours="proposed_at"),
    Document("wastebank.ApprovalEnd", ours="at"),
    Document("wastebank.ProgrammeLimit", ours="set_at"),
    Document("wastebank.WaitingApproval"),
    Document("wastebank.Bank"),
    Document("wastebank.Place", FORMS),
    Document(
        "wastebank.User",
        FORMS | {"last_login": "moves at every sign-in, and nothing rests on it"},
    ),
    Document(
        "wastebank.Member",
        FORMS | {"phone_form": MADE_AGAIN, "home_form": MADE_AGAIN},
    ),
    Document("wastebank.CashAccount", FORMS),
    Document("wastebank.FormerName"),
    Document("wastebank.Card"),
    Document("wastebank.Material", FORMS),
    Document("wastebank.OwnCode"),
    Document("wastebank.OneTimeLink"),
    Document(
        "wastebank.Device",
        FORMS
        | {
            "seen_at": "moves whenever the device speaks to us",
            "issued": "the device's own count, which it says again whenever it speaks to us",
        },
    ),
]

# Tables whose rows come, change and go freely. All of them are for a while only, or a count.
FREE_TABLES = {
    "wastebank_begunimport": "a file and answers until it is written, dropped or a week old",
    "wastebank_columnmeaning": "what heads of files meant: shown and asked before it is used",
    "wastebank_pintries": "wrong PINs since the last right one: moves at every try",
    "wastebank_receiptprint": "how often a receipt was printed: moves at every print",
    "wastebank_user_groups": "roles alone say who may what; nothing reads Django's groups",
    "wastebank_user_user_permissions": "roles alone say who may what",
    "auth_group": "roles alone say who may what",
    "auth_group_permissions": "roles alone say who may what",
    "auth_permission": "Django's names for its own pages, made again by every migration",
    "django_content_type": "Django's names for tables, made again by every migration",
    "django_session": "who is signed in just now; sessions end by themselves",
    "django_admin_log": "nothing is changed in the admin, so nothing stands here",
    "wastebank_setupcode": "codes of a start, until the first account; nothing rests on them later",
    "wastebank_stepdraft": "what is typed in a step of setting up, until it is written",
    "wastebank_trycount": "tries of those who may be guessing, until their time is over",
}
