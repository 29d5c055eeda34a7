"""A day's sheet in the words of a paper."""

from ledger import clock
from wastebank.bank.known import bank_facts
from wastebank.days.closing import DaySheet
from wastebank.deposits.correcting.shown import in_short
from wastebank.deposits.counted import MaterialTotal
from wastebank.members.former import place_then
from wastebank.models import Deposit, DepositCorrection, DepositVoid
from wastebank.papers.reports.day_sheet import (
    DaySheetPaper,
    SheetCorrection,
    SheetLate,
    SheetMaterial,
    SheetOperator,
    SheetVoid,
)
from wastebank.values.calendar import local, zone_label
from wastebank.values.language import named


def day_sheet_paper(sheet: DaySheet, *, language: str) -> DaySheetPaper:
    closing, seal = sheet.closing, sheet.seal
    place = place_then(sheet.place, closing.closed_at) if closing else sheet.place
    return DaySheetPaper(
        bank_name=bank_facts().called,
        place_name=place.name,
        place_address=place.address,
        day=sheet.day,
        language=language,
        zone=zone_label(),
        printed_at=local(clock.now()),
        closed_at=local(closing.closed_at) if closing else None,
        closed_by=closing.actor_name if closing else "",
        first_number=sheet.first_number,
        last_number=sheet.last_number,
        deposit_count=sheet.sums.deposit_count,
        total_idr=sheet.sums.total_idr,
        voided_idr=sheet.sums.voided_idr,
        materials=tuple(sheet_material(row, language) for row in sheet.materials),
        operators=tuple(
            SheetOperator(row.name, row.deposit_count, row.total_idr) for row in sheet.operators
        ),
        voids=tuple(sheet_void(void) for void in sheet.voids),
        corrections=tuple(sheet_correction(each, language) for each in sheet.corrections),
        corrected_idr=sheet.sums.corrected_idr,
        late=tuple(sheet_late(deposit) for deposit in sheet.late),
        seal_number=seal.number if seal else None,
        seal_root=seal.root if seal else "",
    )


def sheet_material(row: MaterialTotal, language: str) -> SheetMaterial:
    return SheetMaterial(
        name=named(row, language),
        family=row.family,
        unit=row.unit,
        amount=row.amount,
        amount_idr=row.rupiah_idr,
        voided_amount=row.voided_amount,
        voided_idr=row.voided_idr,
    )


def sheet_void(void: DepositVoid) -> SheetVoid:
    return SheetVoid(
        number=void.deposit.number,
        at=local(void.voided_at),
        by=void.actor,
        reason=void.reason,
        amount_idr=void.deposit.total_idr,
    )


def sheet_correction(made: DepositCorrection, language: str) -> SheetCorrection:
    return SheetCorrection(
        number=made.deposit.number,
        at=local(made.corrected_at),
        by=made.actor,
        changed=in_short(made, language),
        change_idr=made.change_idr,
    )


def sheet_late(deposit: Deposit) -> SheetLate:
    return SheetLate(
        number=deposit.number,
        provisional_number=deposit.provisional_number,
        weighed_at=local(deposit.weighed_at),
        recorded_at=local(deposit.recorded_at),
        amount_idr=deposit.total_idr,
    )
