"""How an empty home is opened: the code from the program's window, then the first person's account.

Both are only taken where nobody else can read them: on the machine itself, or over HTTPS.
"""

from __future__ import annotations

from ipaddress import ip_address

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from ledger.management.program import program
from ledger.refusals import Refusal
from wastebank.bank.opening import is_unopened, open_bank, try_code
from wastebank.bank.refusals import BankOpenAlready, ConnectionOpen, SetupCodeDead
from wastebank.web.common.addresses import unmapped
from wastebank.web.common.answers import show
from wastebank.web.common.forms import form_key, new_key
from wastebank.web.public.forms import FirstPersonForm, OpeningForm

PROOF = "setup_code"  # in the session: the digest of the code that was typed


@never_cache
@require_http_methods(["GET", "POST"])
def entrance(request: HttpRequest) -> HttpResponse:
    """The code; what was typed stays in its field."""
    form = OpeningForm.of(request)
    try:
        refuse_here(request)
        if request.method == "POST":
            request.session[PROOF] = try_code(form.text("code"))
            return redirect("public:first_person")
    except Refusal as refusal:
        return opening_page(request, form.text("code"), refusal)
    return opening_page(request)


def opening_page(
    request: HttpRequest, typed: str = "", refusal: Refusal | None = None
) -> HttpResponse:
    facts = {
        "typed": typed,
        "address": request.build_absolute_uri("/"),
        "serve": f"{program()} serve",
        "is_shut": isinstance(refusal, ConnectionOpen | BankOpenAlready),
    }
    return show(request, "public/opening/code.html", facts, refusal)


def refuse_here(request: HttpRequest) -> None:
    if not is_unopened():
        raise BankOpenAlready
    if not (request.is_secure() or is_this_machine(request.META.get("REMOTE_ADDR", ""))):
        raise ConnectionOpen


def is_this_machine(address: str) -> bool:
    try:
        return ip_address(unmapped(address)).is_loopback
    except ValueError:  # a socket of this machine has no address
        return not address


@sensitive_post_parameters("password", "again")
@never_cache
@require_http_methods(["GET", "POST"])
def first_person(request: HttpRequest) -> HttpResponse:
    """Name, user name, password twice: then this person is in, and stands on the first step."""
    proof = request.session.get(PROOF, "")
    if not proof:
        return redirect("public:opening")
    try:
        refuse_here(request)
    except Refusal as refusal:
        return opening_page(request, refusal=refusal)
    form = FirstPersonForm(request.POST or None)
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            person = open_bank(key=form_key(request), proof=proof, **form.cleaned_data)
        except (BankOpenAlready, SetupCodeDead) as refusal:
            request.session.pop(PROOF, None)
            return opening_page(request, refusal=refusal)
        except Refusal as refusal:
            refused = None if form.accept(refusal) else refusal
        else:
            request.session.flush()
            if person.replayed:  # this key opened the bank before: its password was not looked at
                return redirect("login")
            login(request, person)
            return redirect("office:setup")
    return person_page(request, form, refused)


def person_page(
    request: HttpRequest, form: FirstPersonForm, refusal: Refusal | None
) -> HttpResponse:
    facts = {"form": form, "key": new_key()}
    answer = show(request, "public/opening/person.html", facts, refusal)
    if form.errors and refusal is None:
        answer.status_code = 422
    return answer


@require_GET
def restore(request: HttpRequest) -> HttpResponse:
    """How a bank that was elsewhere comes here. It is done at the program's window: a page that
    puts back a whole database would have to end the program that serves it."""
    # the program that shows this has made an empty book here, and `--replace` puts it aside
    restoring = f"{program()} restore FILE --words --replace"
    facts = {"serve": f"{program()} serve", "restore": restoring}
    return show(request, "public/opening/restore.html", facts)
