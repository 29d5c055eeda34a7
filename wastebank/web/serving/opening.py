"""What a start of the program says while nobody has an account: the code that opens /setup/."""

import os
import socket
import sys
from collections.abc import Callable

from wastebank.bank.opening import is_unopened, new_code

SENTENCE = "One-time code / Kode sekali pakai: {code}"


def show_code(say: Callable[[str], object]) -> None:
    if is_unopened():
        say(SENTENCE.format(code=new_code(this_start())))


def this_start() -> str:
    """The same in every process of one start: those that gunicorn begins have one parent."""
    is_worker = "gunicorn" in sys.modules
    return f"{socket.gethostname()[:40]} {os.getppid() if is_worker else os.getpid()}"
