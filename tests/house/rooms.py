"""Who may know whom, and who may write."""

import ast
from collections.abc import Iterator
from typing import TypeGuard

from tests.house.tree import (
    File,
    called_name,
    functions,
    imports,
    is_domain,
    is_inside,
    is_papers,
    is_room_python,
    is_web,
    rule,
)

ABOVE = {"ledger": ("wastebank", "clinic"), "wastebank": ("clinic",), "clinic": ()}
HTTP = ("ninja", "django.http", "django.shortcuts", "django.views", "django.forms", "django_htmx")
PAGES = ("wastebank.web", "clinic.web", "wastebank.api", "clinic.api")
WRITES = {
    "abulk_create",
    "acreate",
    "atomic",
    "bulk_create",
    "bulk_update",
    "create",
    "delete",
    "get_or_create",
    "save",
    "select_for_update",
    "update",
    "update_or_create",
}
CLAIMS = {"once", "record"}
ORM = ("django.db", "django.apps", "django.contrib", "ledger", "clinic", *HTTP, *PAGES)


@rule(
    where=is_room_python,
    catches=[
        ("ledger/posting.py", "from wastebank.models import Member"),
        ("wastebank/deposits/record.py", "import clinic.models"),
    ],
    passes=[
        ("clinic/charges/redeem.py", "from wastebank.models import Member"),
        ("wastebank/deposits/record.py", "from ledger import posting"),
    ],
)
def no_room_knows_a_room_above_it(file: File) -> Iterator[str]:
    for node, module in imports(file):
        if is_inside(module, ABOVE[file.room]):
            yield file.at(node, f"{file.room} imports {module}")


@rule(
    where=is_domain,
    catches=[
        ("clinic/charges/redeem.py", "from django.http import HttpRequest"),
        ("wastebank/deposits/record.py", "from django import shortcuts"),
        ("wastebank/models/members.py", "import ninja"),
        ("wastebank/materials/prices.py", "from wastebank.web import forms"),
    ],
    passes=[
        ("wastebank/web/pages.py", "from django.http import HttpRequest"),
        ("wastebank/api.py", "import ninja"),
        ("wastebank/deposits/record.py", "from django.db import transaction"),
    ],
)
def the_domain_knows_no_http(file: File) -> Iterator[str]:
    for node, module in imports(file):
        if is_inside(module, (*HTTP, *PAGES)):
            yield file.at(node, f"imports {module}")


@rule(
    where=is_web,
    catches=[
        ("wastebank/web/pages.py", "from ledger import posting"),
        ("clinic/web/api/redemptions.py", "from ledger.posting import post"),
    ],
    passes=[("wastebank/web/pages.py", "from ledger import queries")],
)
def pages_do_not_post(file: File) -> Iterator[str]:
    for node, module in imports(file):
        if is_inside(module, ("ledger.posting", "ledger.holds", "ledger.idempotency")):
            yield file.at(node, f"imports {module}: call a command")


@rule(
    where=is_web,
    catches=[
        ("wastebank/web/pages.py", "member.save()"),
        ("wastebank/web/pages.py", "Member.objects.filter(pk=1).update(name='x')"),
        ("clinic/web/api/redemptions.py", "with transaction.atomic():\n    pass"),
    ],
    passes=[("wastebank/web/pages.py", "queries.balance_at(account, 3)")],
)
def pages_write_nothing(file: File) -> Iterator[str]:
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Call) and called_name(node) in WRITES:
            yield file.at(node, f"{called_name(node)}() in a page: call a command")


def is_page(path: str) -> bool:
    return is_web(path) and not path.endswith("/forms.py")


@rule(
    where=is_page,
    catches=[
        ("wastebank/web/office/x.py", "reason = request.POST.get('reason', '')"),
        ("wastebank/web/office/x.py", "given = request.POST if sent else request.GET"),
        ("wastebank/web/office/x.py", "lines = typed_lines(request.POST)"),
        ("wastebank/web/office/x.py", "form = EnrolForm(initial=request.POST)"),
        ("clinic/web/desk/pages.py", "state = posted_state(by, request.POST)"),
        ("clinic/web/office/search.py", "text = request.POST.get('text', '')"),
    ],
    passes=[
        ("wastebank/web/office/x.py", "form = EnrolForm(request.POST)"),
        ("wastebank/web/office/x.py", "form = ImportForm(request.POST or None, request.FILES)"),
        ("wastebank/web/office/x.py", "place = request.GET.get('place', '')"),
        ("wastebank/web/office/forms.py", "return cls(request.POST)"),
        ("clinic/web/desk/pages.py", "state = posted_state(by, DeskForm.of(request))"),
    ],
)
def only_forms_read_what_was_posted(file: File) -> Iterator[str]:
    read = {node for node in ast.walk(file.tree) if is_posted(node)}
    for call in ast.walk(file.tree):
        if isinstance(call, ast.Call) and called_name(call).endswith("Form") and call.args:
            first = call.args[0]
            read.discard(first.values[0] if isinstance(first, ast.BoolOp) else first)
    for node in sorted(read, key=lambda node: node.lineno):
        yield file.at(node, "a form of forms.py reads this")


def is_posted(node: ast.AST) -> TypeGuard[ast.Attribute]:
    return isinstance(node, ast.Attribute) and node.attr == "POST"


@rule(
    where=is_papers,
    catches=[
        ("wastebank/papers/receipt/render.py", "from wastebank.models import Deposit"),
        ("wastebank/papers/card/sheet.py", "from django.db import models"),
        ("wastebank/papers/card/sheet.py", "from django.http import HttpResponse"),
    ],
    passes=[("wastebank/papers/receipt/render.py", "from django.utils.translation import gettext")],
)
def papers_know_neither_database_nor_request(file: File) -> Iterator[str]:
    for node, module in imports(file):
        if is_inside(module, (*ORM, "wastebank.models")):
            yield file.at(node, f"imports {module}: dataclasses in, bytes out")


@rule(
    where=is_room_python,
    catches=[
        ("ledger/apps.py", "from django.db.models.signals import post_save"),
        ("wastebank/members/enrol.py", "from django.dispatch import receiver"),
    ],
    passes=[("wastebank/members/enrol.py", "import signal")],
)
def nothing_hangs_on_a_signal(file: File) -> Iterator[str]:
    signals = ("django.dispatch", "django.db.models.signals", "django.core.signals")
    for node, module in imports(file):
        if is_inside(module, (*signals, "django.db.backends.signals")):
            yield file.at(node, f"imports {module}: call the command by its name")


@rule(
    where=is_domain,
    catches=[
        (
            "wastebank/deposits/record.py",
            "def record_deposit(key, by): return record(Deposit, key=key)",
        ),
        ("clinic/charges/redeem.py", "def redeem(card, *, key): return once(key=key)"),
    ],
    passes=[
        (
            "wastebank/deposits/record.py",
            "def record_deposit(*, key, by): return record(Deposit, key=key)",
        ),
        ("wastebank/materials/prices.py", "def put_price(key, by): log(key=key)"),
        ("wastebank/commands.py", "def record(model, *, key): return once(key=key)"),
    ],
)
def commands_take_their_arguments_by_name(file: File) -> Iterator[str]:
    """A command is what claims a key; the steps inside it may take theirs as they like."""
    for function in functions(file):
        called = {called_name(node) for node in ast.walk(function) if isinstance(node, ast.Call)}
        arguments = function.args
        positional = {item.arg for item in [*arguments.posonlyargs, *arguments.args]}
        takes_key = "key" in positional | {item.arg for item in arguments.kwonlyargs}
        is_step = function.name.startswith("_") or function.name in CLAIMS
        if takes_key and called & CLAIMS and positional and not is_step:
            yield file.at(function, f"{function.name}: put * before its arguments")
