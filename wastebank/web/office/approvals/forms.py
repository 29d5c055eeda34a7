"""What is typed and pressed where two people decide."""

from __future__ import annotations

import json
from typing import Any

from wastebank.refusals import FieldMalformed
from wastebank.web.common.forms import PostedForm, TypedField

MOST_FACTS = 20_000


class AnswerForm(PostedForm):
    """A note, and the facts that the page showed."""

    note = TypedField(most=400)
    seen = TypedField(most=MOST_FACTS)

    def facts_seen(self) -> dict[str, Any]:
        """As the page sent them out; refused if they came back as something else."""
        try:
            found = json.loads(self.text("seen"))
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise FieldMalformed(field="seen")
        return found
