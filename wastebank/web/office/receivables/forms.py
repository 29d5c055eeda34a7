"""What is typed where a receivable is given up."""

from __future__ import annotations

from wastebank.web.common.forms import PostedForm, TypedField


class WriteOffForm(PostedForm):
    """Why it is given up, and a sentence about it for the second person."""

    why = TypedField(most=20)
    note = TypedField(most=300)
