"""Text travels compressed: an old phone pays for each kilobyte, and waits for it.

So our own scripts travel without their comments, as style sheets do. A line that begins as a
comment is one: no text of a script runs over such a line, and a test says so.
"""

import re
from http import HTTPStatus

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

TEXTS = ("text/", "image/svg+xml", "application/json", "application/javascript")
OWN_SCRIPT = re.compile(r"/static/(?:wastebank|clinic)/[\w/-]+\.js")
COMMENT = re.compile(r"^[ ]*(?://[^\n]*|/\*(?:(?!\*/).)*\*/[ ]*)\n", re.MULTILINE | re.DOTALL)


class GzipPages(GZipMiddleware):
    """Django's own compression, which also hides the length of what is secret on a page; for texts
    alone, since papers and workbooks are compressed as they are."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        kind = response.headers.get("Content-Type", "")
        whole = response.status_code != 206  # a part of a file cannot be compressed by itself
        if not whole or not is_text(kind):
            return response
        return super().process_response(request, without_comments(request, response))


def is_text(kind: str) -> bool:
    return kind.startswith(TEXTS)


def without_comments(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    is_whole = request.method == "GET" and response.status_code == HTTPStatus.OK
    is_own = OWN_SCRIPT.fullmatch(request.path) and not settings.DEBUG
    if not is_whole or not is_own or not isinstance(response, FileResponse):
        return response
    headers = {name: value for name, value in response.items() if name != "Content-Length"}
    text = b"".join(response).decode()
    if response.file_to_stream:
        response.file_to_stream.close()
    return HttpResponse(bare(text), headers=headers)


def bare(script: str) -> str:
    """A script as a browser needs it."""
    return COMMENT.sub("", script)
