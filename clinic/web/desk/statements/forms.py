"""What the lead says to a cut. It is kept as typed; the commands say if it can be used."""

from __future__ import annotations

from wastebank.web.common.forms import PostedForm, TypedField


class ReplyForm(PostedForm):
    """`says` is `dispute` or `accept`; the key that was pressed."""

    line = TypedField(most=10, trimmed=True)
    says = TypedField(most=10)
    reason = TypedField(most=20)
    note = TypedField(most=1_000)
    key = TypedField()
