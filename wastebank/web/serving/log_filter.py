"""What the log of the program never says: the code of a one-time link, a long story of requests
that were refused, and requests that nobody sent.

Django writes down the address of every request that is refused. A link that was refused for its
password, say, is still good, and whoever reads the log could use it. Of a request that calls us by
a wrong name, or that cannot be read, it writes the lines of our program, too: thirty for each that
a stranger sends. A line says all that can be done about it.
"""

import logging
import re

from wastebank.values.letters import excerpt
from wastebank.web.common.ways.back import Asking

LINK = re.compile(r"/link/[^/\s]+")


class WithoutLinks(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = LINK.sub("/link/…", record.getMessage()), ()
        return True


class WithoutOurQuestions(logging.Filter):
    """Which methods an address takes is asked of its view, by a request that nobody sent."""

    def filter(self, record: logging.LogRecord) -> bool:
        return not isinstance(getattr(record, "request", None), Asking)


OF_REQUESTS = ("django.request", "django.security")
MOST_LETTERS = 300


class ShortOfStrangers(logging.Filter):
    """One short line of what was wrong with a request; what was wrong with us keeps its story."""

    def filter(self, record: logging.LogRecord) -> bool:
        of_requests = record.name.startswith(OF_REQUESTS)
        is_ours = getattr(record, "status_code", 400) >= 500
        if of_requests and not is_ours:
            record.msg, record.args = excerpt(record.getMessage(), MOST_LETTERS), ()
            record.exc_info = record.exc_text = record.stack_info = None
        return True
