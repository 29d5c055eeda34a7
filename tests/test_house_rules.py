"""The rules of the house, and that each of them can fail. See docs/rooms.md."""

import importlib
import pkgutil
import re

import polib
import pytest
from django.contrib import admin
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db.models import Model
from django.test import RequestFactory

import clinic
import ledger
import wastebank
from ledger import registry
from ledger.refusals import Refusal
from tests.house import code, one_place, pages, promises, retired, rooms, shape
from tests.house.tree import ROOT, RULES, File, Rule, project_files

LAID_DOWN_BY = (code, one_place, pages, retired, rooms, shape)  # importing them is what fills RULES

EACH_RULE = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
CATALOGUE = ROOT / "wastebank" / "locale" / "id" / "LC_MESSAGES" / "django.po"


@EACH_RULE
def test_the_house_keeps_the_rule(rule: Rule) -> None:
    complaints = [line for file in project_files() for line in rule.complaints(file)]
    assert not complaints, "\n" + "\n".join(complaints)


@EACH_RULE
def test_the_rule_catches_what_it_is_there_for(rule: Rule) -> None:
    missed = [path for path, text in rule.catches if not rule.complaints(File(path, text))]
    assert rule.catches
    assert not missed


@EACH_RULE
def test_the_rule_lets_the_rest_pass(rule: Rule) -> None:
    complaints = [line for path, text in rule.passes for line in rule.complaints(File(path, text))]
    assert not complaints


def test_the_rules_read_the_whole_project() -> None:
    paths = {file.path for file in project_files()}
    assert {"manage.py", "pyproject.toml", "ledger/posting.py", "tests/house/tree.py"} <= paths


# --- the shape of the house


def test_no_folder_holds_more_modules_than_one_can_overlook() -> None:
    assert not shape.full_folders(file.path for file in project_files())


def test_a_folder_that_is_too_full_is_found() -> None:
    paths = [f"wastebank/stock/m{number}.py" for number in range(shape.MOST_MODULES + 1)]
    assert shape.full_folders([*paths, "wastebank/stock/__init__.py"]) == [
        "wastebank/stock: 16 modules"
    ]
    assert not shape.full_folders(paths[1:])
    scripts = [f"wastebank/web/static/wastebank/m{n}.js" for n in range(shape.MOST_MODULES + 1)]
    assert shape.full_folders([*scripts, "wastebank/web/static/wastebank/types.d.ts"]) == [
        "wastebank/web/static/wastebank: 16 modules"
    ]


def test_no_class_has_a_name_that_means_another() -> None:
    assert not shape.names_with_two_meanings(project_files())


def test_a_name_with_two_meanings_is_found() -> None:
    one, other = (File(f"wastebank/{room}.py", "class Stream:\n    pass\n") for room in "ab")
    assert shape.names_with_two_meanings([one, other]) == ["Stream: wastebank/a.py, wastebank/b.py"]
    assert not shape.names_with_two_meanings([one])


# --- what the rooms offer


def test_every_app_of_ours_declares_what_it_offers() -> None:
    assert {config.name for config in registry.rooms()} == set(promises.apps_written_here())
    assert not [config.name for config in registry.rooms() if not config.offers]


def test_what_is_declared_is_there() -> None:
    assert registry.wrong_declarations() == []
    for config in registry.rooms():
        for what in config.offers:
            assert registry.offered_by(config.label, what), f"{config.name}: {what}"


def test_a_declaration_that_leads_nowhere_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    config = registry.rooms()[0]
    monkeypatch.setattr(type(config), "offers", {"invariants": "ledger.laws.LAWS"})
    assert registry.wrong_declarations() == [
        "ledger declares invariants at ledger.laws.LAWS, where nothing is"
    ]


def test_a_declaration_under_a_name_nobody_asks_for_is_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A slip of the keys would lose the invariants as silently as a renamed file."""
    config = registry.rooms()[0]
    monkeypatch.setattr(type(config), "offers", {"invariant": "ledger.invariants.INVARIANTS"})
    assert registry.wrong_declarations() == ["ledger declares invariant, which nobody asks for"]
    with pytest.raises(SystemCheckError, match="which nobody asks for"):
        call_command("audit", skip_checks=False)


def test_everything_that_may_be_offered_is_asked_for() -> None:
    asked_for = set(promises.offers_asked_for(project_files()))
    assert asked_for == set(registry.OFFERS)


def test_no_list_that_could_be_declared_is_forgotten() -> None:
    """A renamed file would take its invariants along; one that nobody declares is found here."""
    declared = {path for config in registry.rooms() for path in config.offers.values()}
    names = {path.rpartition(".")[2] for path in declared}
    written = promises.lists_written(project_files(), {name for name in names if name.isupper()})
    assert len(written) >= 15
    assert not written - declared


def test_an_undeclared_list_is_found() -> None:
    file = File("wastebank/funds/invariants.py", "INVARIANTS: list[Invariant] = [a]")
    found = promises.lists_written([file], ("INVARIANTS",))
    assert found == {"wastebank.funds.invariants.INVARIANTS"}


# --- settings


def test_every_setting_stands_in_the_documents() -> None:
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    names = list(promises.settings_read(project_files()))
    assert {"DATABASE_URL", "WASTEBANK_HOME", "PORT"} <= {name for name, _ in names}
    assert not promises.undocumented(names, page)


def test_a_setting_nobody_documented_is_found() -> None:
    samples = [
        File("wastebank/settings.py", "x = env.text('WASTEBANK_X')"),
        File(
            "wastebank/env.py", "y = os.environ['WASTEBANK_Y']; z = os.environ.get('WASTEBANK_Z')"
        ),
        File("tests/x.py", "os.environ['NOT_OURS']"),
    ]
    names = list(promises.settings_read(samples))
    assert promises.undocumented(names, "`WASTEBANK_Y` is …") == [
        "WASTEBANK_X (wastebank/settings.py)",
        "WASTEBANK_Z (wastebank/env.py)",
    ]


# --- what prose names


def test_a_decisions_number_is_given_once() -> None:
    paths = [file.path for file in project_files()]
    assert len([path for path in paths if promises.DECISION.fullmatch(path)]) >= 29
    assert not promises.numbers_given_twice(paths)


def test_a_number_that_two_decisions_bear_is_found() -> None:
    names = ("0001-keys", "0002-prices", "0002-seals", "0003-time")
    paths = [f"docs/decisions/{name}.md" for name in names]
    assert promises.numbers_given_twice(paths) == ["0002"]
    assert not promises.numbers_given_twice(paths[1:2] + paths[3:])


def test_every_file_that_prose_names_is_there() -> None:
    files = project_files()
    assert not promises.files_gone(files, {file.path for file in files})


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("docs/rooms.md", "Totals move in `ledger/gone.py`."),
        ("docs/rooms.md", "```diff\n+++ b/x.py\n```\n\nSee `ledger/gone.py`.\n\n```diff\n```\n"),
        ("ledger/posting.py", "x = 1  # as in ledger/gone.py"),
        ("ledger/posting.py", 'def post():\n    """As ledger/gone.py does."""'),
        ("wastebank/web/static/wastebank/common/bar.js", "// as ledger/gone.py does\nlet x;"),
        ("wastebank/web/static/wastebank/bar.css", "/* as in\n   ledger/gone.py */"),
    ],
)
def test_a_file_that_prose_names_and_is_gone_is_found(path: str, text: str) -> None:
    there = {"ledger/posting.py", "wastebank/ledger/gone.js", "gone.py"}
    assert promises.files_gone([File(path, text)], there) == [f"{path} names ledger/gone.py"]
    assert not promises.files_gone([File(path, text)], {"old/ledger/gone.py"})


def test_the_page_of_the_rooms_names_what_lies_in_each_package() -> None:
    page = (ROOT / "docs" / "rooms.md").read_text(encoding="utf-8")
    assert len(promises.told_packages(page)) > 20
    assert not promises.untold_modules(page, [file.path for file in project_files()])


def test_a_module_the_page_of_the_rooms_forgot_or_kept_is_found() -> None:
    rows = ["ledger/       posting  gone  models      the book", "  db/         engine: the two"]
    page = "\n".join(["```", *rows, "```"])
    paths = ["ledger/posting.py", "ledger/seals.py", "ledger/models.py", "ledger/db/engine.py"]
    assert promises.untold_modules(page, paths) == ["ledger/gone", "ledger/seals"]


def test_what_is_not_prose_may_name_what_it_likes() -> None:
    samples = [
        File("docs/adding.md", "```diff\n--- a/ledger/gone.py\n+++ b/ledger/gone.py\n```\n"),
        File("ledger/posting.py", 'x = "ledger/gone.py"'),
        File("wastebank/web/static/wastebank/common/bar.js", 'import x from "./gone/y.js";'),
    ]
    assert not promises.files_gone(samples, set())


# --- refusals


def every_refusal() -> dict[str, type[Refusal]]:
    for room in (ledger, wastebank, clinic):
        for module in pkgutil.walk_packages(room.__path__, room.__name__ + "."):
            # wsgi is left out: importing it starts the program.
            if not re.search(r"\.(migrations|management|wsgi)\b", module.name):
                importlib.import_module(module.name)
    return Refusal.by_code


def test_every_refusal_stands_in_the_documents() -> None:
    page = (ROOT / "docs" / "refusals.md").read_text(encoding="utf-8")
    refusals = every_refusal()
    assert "key_reused" in refusals
    names = [(code, refusal.__module__) for code, refusal in refusals.items()]
    assert not promises.undocumented(names, page)


def test_the_documents_say_of_each_refusal_what_the_program_says() -> None:
    """By category, in the order of the alphabet; the page in Indonesian rests on these words."""
    page = (ROOT / "docs" / "refusals.md").read_text(encoding="utf-8")
    texts = refusal_texts()
    documented = promises.refusals_documented(page)
    assert {code: text for rows in documented.values() for code, text in rows} == texts
    for category, rows in documented.items():
        of_it = [code for code, one in every_refusal().items() if one.category == category]
        assert [code for code, _ in rows] == sorted(of_it)


def test_every_refusal_is_said_in_indonesian() -> None:
    translated = {entry.msgid: entry.msgstr for entry in polib.pofile(str(CATALOGUE))}
    assert not promises.unspoken(refusal_texts(), translated)


def test_a_refusal_without_words_is_found() -> None:
    assert promises.unspoken({"a": "No.", "b": "Never."}, {"No.": "Tidak.", "Never.": ""}) == ["b"]


def refusal_texts() -> dict[str, str]:
    """Each code with its English text: the texts are lazy, and speak the active language."""
    from django.utils.translation import override

    with override(None):
        return {code: str(refusal.text) for code, refusal in every_refusal().items()}


# --- the catalogue


def test_the_catalogue_is_whole_and_compiled() -> None:
    call_command("messages", "--check")


# --- the book in Django's admin


def admin_writes(model: type[Model]) -> list[str]:
    """What the administrator could do to rows of this model through the admin."""
    if not admin.site.is_registered(model):
        return []
    from django.contrib.auth import get_user_model

    request = RequestFactory().get("/")
    request.user = get_user_model()(is_superuser=True, is_staff=True, is_active=True)
    page = admin.site.get_model_admin(model)
    allowed = {
        "add": page.has_add_permission(request),
        "change": page.has_change_permission(request),
        "delete": page.has_delete_permission(request),
    }
    return [f"{model._meta.label}: {command}" for command, may in allowed.items() if may]


def test_the_admin_cannot_write_the_book() -> None:
    from django.apps import apps

    admin.autodiscover()
    found = [
        command
        for model in apps.get_app_config("ledger").get_models()
        for command in admin_writes(model)
    ]
    assert not found


def test_an_admin_that_could_write_is_found() -> None:
    from ledger.models import Account

    was_registered = admin.site.is_registered(Account)
    kept = admin.site._registry.pop(Account, None)
    admin.site.register(Account)
    try:
        assert len(admin_writes(Account)) == 3
    finally:
        admin.site.unregister(Account)
        if was_registered and kept:
            admin.site._registry[Account] = kept
