"""Refusals about limits of care. None says where else somebody was, or when."""

from django.utils.translation import gettext_lazy as _

from wastebank.refusals import Conflict, Invalid


class CareForbidden(Conflict):
    code = "care_forbidden"
    text = _("{care}: not allowed for {whose}, by a limit of the programme.")


class CareCountReached(Conflict):
    code = "care_count_reached"
    text = _("{care}: at most {most} {period} for {whose}. {left} left, {asked} asked.")


class CareSumReached(Conflict):
    code = "care_sum_reached"
    text = _("{care}: at most {most_idr} {period} for {whose}. {left_idr} left, {asked_idr} asked.")


class CareLimitInPast(Conflict):
    code = "care_limit_in_past"
    text = _("A limit never changes the past. Set it from today on.")


class CareLimitMalformed(Invalid):
    code = "care_limit_malformed"
    text = _("A limit lies between 0 and {max}. Leave it empty for no limit.")


class CareLimitSame(Conflict):
    code = "care_limit_same"
    text = _("This limit holds already. Nothing was changed.")
