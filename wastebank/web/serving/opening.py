"""What a start of the program says while nobody has an account: the code that opens /setup/."""

import os
import secrets
import socket
import sys
from collections.abc import Callable
from pathlib import Path

from wastebank.bank.opening import is_unopened, new_code

OWN = secrets.token_hex(8)  # of a process that is a start of its own
SENTENCE = "One-time code / Kode sekali pakai: {code}"


def show_code(say: Callable[[str], object]) -> None:
    if is_unopened():
        say(SENTENCE.format(code=new_code(this_start())))


def this_start() -> str:
    """The same in every process of one start: those that gunicorn begins have one parent. A number
    alone is no start: in a container each has the same one."""
    if "gunicorn" not in sys.modules:
        return f"{OWN} {os.getpid()}"
    parent = os.getppid()
    return f"{socket.gethostname()[:20]} {parent} {begun_at(parent)}"


def begun_at(process: int) -> str:
    """When a process began, in the ticks of this machine, and which boot of it that was; empty
    where the system does not tell."""
    try:
        about = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii")
    except OSError:
        return ""
    return f"{about.rpartition(')')[2].split()[19]} {boot[:8]}"
