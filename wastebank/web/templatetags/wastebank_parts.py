"""Parts a template asks for by name: signs, figures, dates, ribbons, the woven cross.

Every figure goes through `quantities`, so a page, a receipt and a script never disagree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from string import digits
from typing import Any

from django import template
from django.contrib.auth.models import AnonymousUser
from django.template import Context
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ledger.seals.verifying import shown_root
from wastebank.bank.known import name_to_show
from wastebank.models import DepositLine, User
from wastebank.staff.names import staff_called
from wastebank.values import calendar, quantities
from wastebank.values.language import language
from wastebank.values.units import GRAM, MILLILITRE
from wastebank.web.common import weaving
from wastebank.web.common.access import opens
from wastebank.web.common.manual import help_href, plain_chapter
from wastebank.web.common.ways.back import page_of
from wastebank.web.common.ways.sent import SECRETS, sent_by

register = template.Library()

SPRITE = "wastebank/icons.svg"

FAMILY_NAMES = {
    "kertas": gettext_lazy("Paper"),
    "plastik": gettext_lazy("Plastic"),
    "logam": gettext_lazy("Metal"),
    "kaca": gettext_lazy("Glass"),
    "minyak": gettext_lazy("Oil"),
    "elektronik": gettext_lazy("Electronics"),
    "lainnya": gettext_lazy("Other"),
    "umum": gettext_lazy("General care"),
    "gigi": gettext_lazy("Teeth"),
    "ibu": gettext_lazy("Mother and child"),
    "luka": gettext_lazy("Wounds"),
    "surat": gettext_lazy("Letters"),
    "saldo": gettext_lazy("Credit"),
    "tunai": gettext_lazy("Cash"),
    "kurang": gettext_lazy("Short"),
}

REFUSAL_SIGNS = {"unknown": "cari", "not_allowed": "kunci", "conflict": "tidak"}

_SENTENCE_END = re.compile(r"(?<=[.?!])\s+")


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A sign from the sprite. Without a label it stands beside its word and is not read aloud."""
    sign = format_html('<use href="{}#{}"></use>', static(SPRITE), name)
    if label:
        return format_html('<svg class="i" role="img" aria-label="{}">{}</svg>', label, sign)
    return format_html('<svg class="i" aria-hidden="true">{}</svg>', sign)


@register.simple_tag(takes_context=True)
def help_address(context: template.Context) -> str:
    """The part of the manual that helps where one stands."""
    request = context.get("request")
    return help_href(request.path if request else "")


@register.simple_tag
def manual_chapter(chapter: str) -> SafeString:
    """A chapter of the manual in words alone."""
    return plain_chapter(chapter, language())


@register.simple_tag
def bank_name() -> str:
    return name_to_show()


@register.simple_tag
def rupiah(amount_idr: int, sign: str = "") -> str:
    """`Rp12.500`; with sign="+" also `+Rp12.500`, as a change of balance is written."""
    shown = quantities.show_rupiah(int(amount_idr), language())
    return f"{sign}{shown}" if sign and amount_idr > 0 else shown


@register.simple_tag
def number(count: int, sign: str = "") -> str:
    """`12.500`, for columns whose head already says Rp."""
    shown = quantities.show_number(int(count), language())
    return f"{sign}{shown}" if sign and count > 0 else shown


@register.simple_tag
def rupiah_big(amount_idr: int) -> SafeString:
    """A sum with its sign at a little over half the size of its figures."""
    shown = quantities.show_number(abs(int(amount_idr)), language())
    minus = quantities.MINUS if amount_idr < 0 else ""
    return format_html('<b class="rp">{}<i>Rp</i>{}</b>', minus, shown)


@register.simple_tag
def amount(value: int, unit: str) -> str:
    return quantities.show_amount(int(value), unit, language())


@register.simple_tag
def weight(grams: int) -> str:
    return amount(grams, GRAM.code)


@register.simple_tag
def volume(millilitres: int) -> str:
    return amount(millilitres, MILLILITRE.code)


@register.simple_tag
def words(value: int, unit: str) -> str:
    return quantities.words_amount(int(value), unit, language())


@register.simple_tag
def price(price_idr: int, unit: str) -> str:
    """`Rp4.000/kg`; a kilo goes without saying on a tile, a litre and a piece do not."""
    return quantities.show_price(int(price_idr), unit, language())


@register.simple_tag
def tile_price(price_idr: int, unit: str) -> str:
    if unit == GRAM.code and price_idr:
        return quantities.show_rupiah(int(price_idr), language())
    return quantities.show_price(int(price_idr), unit, language())


@register.simple_tag
def unpaid() -> str:
    """What a line says that is taken for nothing, instead of `Rp0`."""
    return quantities.show_unpaid(language())


@register.simple_tag
def paid(sum_idr: int) -> str:
    """What a deposit brought its member: `Rp12.500`, or that it was taken for nothing."""
    return quantities.show_paid(int(sum_idr), language())


@register.simple_tag
def line_terms(line: DepositLine) -> str:
    """`1,400 kg × Rp3.700 · wadah 0,300 kg · basah 0,200 kg · diketik`."""
    unit = line.unit
    shown = amount(line.amount, unit)
    parts = [f"{shown} × {rupiah(line.price_idr)}" if line.price_idr else shown]
    if line.tare_amount:
        parts.append(_("container %(shown)s") % {"shown": amount(line.tare_amount, unit)})
    if line.rejected_amount:
        why = line.get_reject_reason_display().lower()
        parts.append(f"{why} {amount(line.rejected_amount, unit)}")
    if unit == GRAM.code:
        parts.append(line.get_weight_source_display().lower())
    return " · ".join(parts)


@register.filter
def offered(user: User | AnonymousUser, address: str) -> bool:
    """Whether to show a way to this page: whoever is not signed in may try each door."""
    return not isinstance(user, User) or opens(user, address)


@register.simple_tag(takes_context=True)
def who(context: template.Context, username: str) -> str:
    """The person behind a user name that a record keeps; the names are read once for a page."""
    request = context["request"]
    if not hasattr(request, "staff_called"):
        request.staff_called = staff_called()
    return str(request.staff_called.get(username, username))


@register.filter
def local_day(moment: date | None) -> str:
    """`Sabtu, 22 Nov`."""
    return date_format(_here(moment), "l, j M") if moment else ""


@register.filter
def local_date(moment: date | None) -> str:
    """`22 Nov 2025`."""
    return date_format(_here(moment), "j M Y") if moment else ""


@register.filter
def root_part(root: str) -> str:
    """As much of a seal's root as can be typed from a screen, and is enough to tell it."""
    return shown_root(root)


@register.filter
def local_time(moment: datetime | None) -> str:
    """`09.42` in Indonesian, `09:42` in English."""
    return date_format(_here(moment), _clock()) if moment else ""


@register.filter
def local_datetime(moment: datetime | None) -> str:
    """`22 Nov 2025, 09.42`."""
    return date_format(_here(moment), f"j M Y, {_clock()}") if moment else ""


@register.filter
def local_start(moment: datetime | None) -> str:
    """`22 Nov 2025` for what holds from the beginning of a day, else `22 Nov 2025, 09.42`."""
    return calendar.show_start(moment, language()) if moment else ""


@register.filter
def breakable(name: str) -> SafeString:
    """`Arsip/koran/kardus` may break after each stroke."""
    return format_html_join(mark_safe("/<wbr>"), "{}", ((part,) for part in name.split("/")))


@register.filter
def initials(name: str) -> str:
    """`SR` for Siti Rahmawati: the first and the last word, never more than two letters."""
    heads = [word[0].upper() for word in name.split() if word[0].isalpha()]
    return "".join(heads[:1] + heads[1:][-1:])


@register.filter
def family_name(family: str) -> str:
    return str(FAMILY_NAMES.get(family, family))


@register.filter
def headline(message: object) -> str:
    """The first sentence of a message: what happened."""
    return _SENTENCE_END.split(str(message), maxsplit=1)[0]


@register.filter
def after_headline(message: object) -> str:
    """The rest of it: what to do now."""
    return "".join(_SENTENCE_END.split(str(message), maxsplit=1)[1:])


@register.filter
def refusal_sign(refusal: Any) -> str:
    if "pin" in str(getattr(refusal, "code", "")).split("_"):
        return "kunci"
    return REFUSAL_SIGNS.get(str(getattr(refusal, "category", "")), "awas")


@register.simple_tag
def ribbon(shares: Iterable[tuple[str, int]], label: str = "") -> SafeString:
    """A sum, cut into its families."""
    strips = weaving.cut_ribbon(shares)
    parts = [share_words(strip, is_all=len(strips) == 1) for strip in strips]
    rects = format_html_join(
        "",
        '<rect class="{}" x="{}" width="{}" height="100%"></rect>',
        ((strip.family, strip.x, strip.width) for strip in strips),
    )
    spoken = label or ", ".join(parts)
    return format_html('<svg class="pita" role="img" aria-label="{}">{}</svg>', spoken, rects)


def share_words(strip: weaving.Strip, *, is_all: bool) -> str:
    """A share that is there is not nothing, and one beside another is not all."""
    said = {"family": family_name(strip.family), "percent": strip.percent}
    if strip.percent == 0:
        return _("%(family)s less than 1 per cent") % said
    if strip.percent == weaving.ALL and not is_all:
        return _("%(family)s more than 99 per cent") % said
    return _("%(family)s %(percent)s per cent") % said


@register.simple_tag
def weave_cross(filled: Sequence[str] | int = 0, family: str = "plastik") -> SafeString:
    """The cross of 80 strips: a list of families from the foot up, or a number of one family."""
    families = [family] * filled if isinstance(filled, int) else list(filled)
    paths = format_html_join("", '<path class="{}" d="{}"></path>', weaving.weave_cross(families))
    if not families:
        return format_html(
            '<svg class="cross" viewBox="-2 -2 124 124" aria-hidden="true">{}</svg>', paths
        )
    spoken = _("%(count)s of %(all)s strips woven") % {
        "count": min(len(families), weaving.CELLS),
        "all": weaving.CELLS,
    }
    return format_html(
        '<svg class="cross" viewBox="-2 -2 124 124" role="img" aria-label="{}">{}</svg>',
        spoken,
        paths,
    )


def _clock() -> str:
    return "H:i" if language().startswith("en") else "H.i"


def _here(moment: date) -> date:
    """A moment as the wall clock of this place shows it; a bare date stays what it is."""
    if isinstance(moment, datetime) and timezone.is_aware(moment):
        return calendar.local(moment)
    return moment


@register.simple_tag(takes_context=True)
def sent_fields(context: Context) -> SafeString:
    """What was sent for this page, so that it comes along when the language is changed."""
    request = context.get("request")
    if request is None or request.method != "POST":
        return mark_safe("")
    sent = sent_by(request)
    fields = sent.fields if sent.only_asks else [("kept", sent.locked)]
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', fields)


@register.simple_tag
def secret_fields() -> str:
    """The names of the fields that no browser keeps, not even until they are sent, each without the
    figures at its end: `word_` is every word."""
    return " ".join(sorted({name.rstrip(digits) for name in (*SECRETS, "national_id")}))


@register.simple_tag(takes_context=True)
def shown_at(context: Context) -> SafeString:
    """Where the answer to a form is found again without sending it: for the key "Back"."""
    request = context.get("request")
    if request is None or request.method != "POST":
        return mark_safe("")
    return format_html(' data-shown-at="{}"', page_of(request.get_full_path()))
