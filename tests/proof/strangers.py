"""`python -m tests.proof.strangers`: what strangers cost, in processor and memory (S10).

Each kind of request is sent to a fresh program; printed are the seconds of the processor that the
program and its children spent on it, the memory it grew by, and whether /healthz was answered
meanwhile. The control is the same program under waitress as it comes, and without the bounds of a
form: it must cost more, or stop.
"""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.requests.strangers import STRANGERS, answer_to, token_of
from tests.serving import Program

MOST_SECONDS = 1.0
MOST_MB = 64
TICKS = os.sysconf("SC_CLK_TCK")


class Unbounded(Program):
    command = (
        "-c",
        "import os, waitress; os.environ['DJANGO_SETTINGS_MODULE'] = 'wastebank.settings';"
        "from django.conf import settings as s;"
        "s.MAX_BODY_BYTES = 10**9; s.DATA_UPLOAD_MAX_MEMORY_SIZE = None;"
        "s.DATA_UPLOAD_MAX_NUMBER_FIELDS = None; s.DATA_UPLOAD_MAX_NUMBER_FILES = None;"
        "from wastebank.wsgi import application;"
        "waitress.serve(application, host='127.0.0.1', port=int(os.environ['PORT']), threads=8)",
    )


def family(pid: int) -> list[int]:
    """A process and those it started, as long as they live."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            found += family(int(child))
    return found


def spent_seconds(pid: int) -> float:
    """By a process, by children that ended, and by those that live."""
    ticks = 0
    for one in family(pid):
        fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        ticks += sum(map(int, fields[11:15]))
    return ticks / TICKS


def peak_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line.split()[1] for line in status if line.startswith("VmHWM"))) / 1024


class Health(threading.Thread):
    """Asks whether the program is well, again and again; `worst` is the longest wait."""

    def __init__(self, program: Program) -> None:
        super().__init__(daemon=True)
        self.program, self.worst, self.done = program, 0.0, threading.Event()

    def run(self) -> None:
        while not self.done.wait(0.05):
            began = time.monotonic()
            try:
                answered = self.program.get("/healthz").status == 200
            except OSError:
                answered = False
            waited = time.monotonic() - began
            self.worst = max(self.worst, waited if answered else 99.0)


def measure(program: Program) -> int:
    """A line for each kind; answers how many cost too much."""
    assert program.process is not None
    pid, token, dear = program.process.pid, token_of(program), 0
    for stranger in STRANGERS:
        sent, health = stranger.make(token), Health(program)
        answer_to(program, sent)  # what is loaded for the first of its kind is no stranger's
        seconds, megabytes = spent_seconds(pid), peak_mb(pid)
        health.start()
        statuses = {answer_to(program, sent) for _ in range(stranger.times)}
        health.done.set()
        health.join()
        seconds, megabytes = spent_seconds(pid) - seconds, peak_mb(pid) - megabytes
        each = seconds / stranger.times
        is_dear = each > MOST_SECONDS or megabytes > MOST_MB or health.worst > 10
        dear += is_dear
        told = ", ".join(map(str, sorted(statuses)))
        print(
            f"{stranger.name:28} {each:6.2f} s each {megabytes:6.0f} MB"
            f"  health {health.worst:5.2f} s  {told}{'  TOO MUCH' if is_dear else ''}"
        )
    return dear


def main() -> int:
    outcome = 0
    for title, kind in (("as it is served", Program), ("control: without bounds", Unbounded)):
        with TemporaryDirectory() as home:
            migrated = {**os.environ, "WASTEBANK_HOME": home}
            subprocess.run(
                [sys.executable, "manage.py", "migrate"],
                env=migrated,
                check=True,
                stdout=subprocess.DEVNULL,
            )
            program = kind(migrated, Path(home) / "log")
            try:
                program.start()
                print(f"\n{title}")
                dear = measure(program)
            finally:
                program.stop()
        if (dear > 0) == (kind is Program):
            print(
                "falls short" if kind is Program else "the control costs no more: it proves nothing"
            )
            outcome = 1
    return outcome


if __name__ == "__main__":
    sys.exit(main())
