"""How far long work is, on stderr: one line that grows on a terminal, a few lines in a log."""

import sys
from typing import TextIO

WIDTH = 32
LOG_STEPS = 4


class Progress:
    """`Deposits  [########........] 312 of 1,000`."""

    def __init__(self, label: str, stream: TextIO | None = None) -> None:
        self.label = label
        self.stream = stream or sys.stderr
        self.live = self.stream.isatty()
        self.shown = -1

    def __call__(self, done: int, total: int) -> None:
        # A terminal is redrawn when the bar grows; a log gets a line each quarter.
        step = done * (WIDTH if self.live else LOG_STEPS) // max(total, 1)
        if step == self.shown and done != total:
            return
        self.shown = step
        bar = ("#" * (done * WIDTH // max(total, 1))).ljust(WIDTH, ".")
        begin, end = ("\r", "\n" if done >= total else "") if self.live else ("", "\n")
        self.stream.write(f"{begin}{self.label:<12} [{bar}] {done:,} of {total:,}{end}")
        self.stream.flush()
