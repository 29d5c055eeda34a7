"""The process that others are forked from: the program, loaded and not begun.

Started by tests/warm/programs.py with one end of a socket as its standard input. Each line that
comes is one program to begin; the answer is its process id. It ends when the other end is closed,
and what it began ends with it.
"""

import gc
import json
import os
import signal
import socket
import sys
import threading
from runpy import run_module, run_path
from typing import Any, NoReturn

from tests.postgres import end_with_parent


def load() -> None:
    """What every start would do anew and alike: modules, addresses, templates, texts."""
    import django

    django.setup()
    from importlib import import_module
    from pathlib import Path

    from django.conf import settings
    from django.core.management import get_commands, load_command_class
    from django.db.migrations.loader import MigrationLoader
    from django.template.loader import get_template
    from django.urls import get_resolver
    from django.utils.translation.trans_real import translation

    load_command_class(get_commands()["serve"], "serve")
    load_command_class(get_commands()["migrate"], "migrate")
    MigrationLoader(None)
    for middleware in settings.MIDDLEWARE:
        import_module(middleware.rpartition(".")[0])
    assert get_resolver().url_patterns
    get_resolver()._populate()
    for language, _ in settings.LANGUAGES:
        translation(language)
    pages = Path(settings.CARRIED_DIR, "templates")
    for path in pages.rglob("*.html"):
        get_template(path.relative_to(pages).as_posix())


def fork(asked: dict[str, Any], here: socket.socket) -> int:
    """A process of its own that goes on as Python with these words would."""
    child = os.fork()
    if not child:
        os.close(here.detach())  # nobody asks it for anything
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        end_with_parent()
        begin(asked)
    return child


def begin(asked: dict[str, Any]) -> NoReturn:
    nothing = os.open(os.devnull, os.O_RDONLY)
    log = os.open(asked["log"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    for descriptor, stream in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(descriptor, stream)
    os.environ.clear()
    os.environ.update(asked["environment"])
    from django.db import connections

    connections.settings["default"]["NAME"] = asked["database"]
    match asked["words"]:
        case ["-m", module, *more]:
            sys.argv = [module, *more]
            run_module(module, run_name="__main__", alter_sys=True)
        case [path, *more]:
            sys.argv = [path, *more]
            run_path(path, run_name="__main__")
    sys.exit()


def main() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody here waits for them
    load()
    assert threading.active_count() == 1, "a thread does not come along"
    gc.collect()
    gc.freeze()
    with socket.socket(fileno=os.dup(0)) as here, here.makefile("rw") as lines:
        for line in lines:
            pid = fork(json.loads(line), here)
            lines.write(f"{pid}\n")
            lines.flush()


if __name__ == "__main__":
    main()
