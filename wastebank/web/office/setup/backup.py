"""The step Backup key: words for a paper, shown on one answer alone, then four of them asked back.

And the page of the backups, which says how they stand for as long as the bank runs.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ledger.db.backup.words import identity_of
from ledger.management.backups.recipients import newest_key
from ledger.management.backups.standing import last_runs, standing
from ledger.refusals import Refusal
from wastebank.backups.paper_key import keep_backup_key, new_paper_key, places_asked
from wastebank.backups.refusals import BackupWordsWrong
from wastebank.bank.path import has_receipt
from wastebank.papers.drawing.qr import link_picture
from wastebank.permissions import KEEP_BACKUP_KEY, SEE_BACKUPS, may
from wastebank.web.common.access import needs, staff
from wastebank.web.common.forms import form_key, new_key
from wastebank.web.office.page import office_page
from wastebank.web.office.setup.forms import PaperWordsForm, ProofForm
from wastebank.web.office.setup.page import setup_page

STEP = "backup"
RUNS_SHOWN = 14


@never_cache
@require_http_methods(["GET", "POST"])
@needs(KEEP_BACKUP_KEY)
def backup(request: HttpRequest) -> HttpResponse:
    """What the key is for; posted, a new one. Reading this page again makes none."""
    if request.method == "GET":
        return first_page(request)
    made = new_paper_key(by=staff(request))
    facts = {
        "words": made.words,
        "qr": link_picture(identity_of(made.words)),
        "recipient": made.recipient,
        "form": PaperWordsForm(places=made.asked),
        "proof": made.proof,
    }
    return setup_page(request, STEP, "office/setup/backup_words.html", facts)


@never_cache
@require_POST
@needs(KEEP_BACKUP_KEY)
def backup_words(request: HttpRequest) -> HttpResponse:
    """Four words as the paper says them. Wrong ones are asked again; the paper has them."""
    proof = ProofForm.of(request).text("proof")
    try:
        places = places_asked(proof)
    except Refusal as refusal:
        return first_page(request, refusal)
    form = PaperWordsForm(request.POST, places=places)
    refused = None
    if form.is_valid():
        try:
            keep_backup_key(
                key=form_key(request), by=staff(request), proof=proof, typed=form.typed()
            )
        except BackupWordsWrong as refusal:
            refused = refusal
        else:
            return redirect("office:backups" if has_receipt() else "office:setup")
    facts = {"form": form, "proof": proof}
    return setup_page(request, STEP, "office/setup/backup_words.html", facts, refused)


def first_page(request: HttpRequest, refusal: Refusal | None = None) -> HttpResponse:
    facts = {"now": standing(), "kept": newest_key()}
    return setup_page(request, STEP, "office/setup/backup.html", facts, refusal)


@require_GET
@needs(SEE_BACKUPS)
def backups(request: HttpRequest) -> HttpResponse:
    facts = {
        "now": standing(),
        "kept": newest_key(),
        "runs": last_runs(RUNS_SHOWN),
        "may_keep": may(staff(request), KEEP_BACKUP_KEY),
        "key": new_key(),
    }
    return office_page(request, "office/backups/page.html", facts)
