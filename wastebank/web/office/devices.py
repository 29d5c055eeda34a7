"""One device in the office: what arrived from it, what is missing, and signing it off."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from wastebank.devices.journal import state_of
from wastebank.devices.refusals import DeviceUnknown
from wastebank.devices.register import revoke_device, visible_devices
from wastebank.models import DeviceRecord
from wastebank.permissions import MANAGE_STAFF
from wastebank.web.common.access import needs, staff
from wastebank.web.common.forms import form_key, new_key
from wastebank.web.office.page import office_page

MOST_SHOWN = 50


@require_GET
@needs(MANAGE_STAFF)
def device(request: HttpRequest, device_id: int) -> HttpResponse:
    found = visible_devices(staff(request)).filter(pk=device_id).first()
    if found is None:
        raise DeviceUnknown
    parked = DeviceRecord.objects.filter(device=found, outcome=DeviceRecord.Outcome.REFUSED)
    facts = {
        "device": found,
        "state": state_of(found),
        "parked": parked.order_by("sequence")[:MOST_SHOWN],
        "most_shown": MOST_SHOWN,
        "latest": DeviceRecord.objects.filter(device=found).order_by("-sequence")[:MOST_SHOWN],
        "key": new_key(),
    }
    return office_page(request, "office/devices/page.html", facts)


@require_POST
@needs(MANAGE_STAFF)
def revoke(request: HttpRequest, device_id: int) -> HttpResponse:
    revoked = revoke_device(key=form_key(request), by=staff(request), device_id=device_id)
    return redirect("office:device", device_id=revoked.pk)
