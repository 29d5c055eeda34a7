"""Text travels compressed: an old phone pays for each kilobyte, and waits for it."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

TEXTS = ("text/", "image/svg+xml", "application/json", "application/javascript")


class GzipPages(GZipMiddleware):
    """Django's own compression, which also hides the length of what is secret on a page; for texts
    alone, since papers and workbooks are compressed as they are."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        kind = response.headers.get("Content-Type", "")
        whole = response.status_code != 206  # a part of a file cannot be compressed by itself
        return super().process_response(request, response) if whole and is_text(kind) else response


def is_text(kind: str) -> bool:
    return kind.startswith(TEXTS)
