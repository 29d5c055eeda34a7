"""Lists that were put in later, and would have been others for what was recorded before."""

PRICE = (
    "INSERT INTO wastebank_price (material_id, place_id, kind, price_idr, holds_from, set_by,"
    " set_at, after_deposit) SELECT p.material_id, p.place_id, 'fixed', p.price_idr + 7, {begin},"
    " p.set_by, {set_at}, {after} FROM wastebank_price p WHERE p.id = (SELECT MIN(q.id)"
    " FROM wastebank_price q JOIN wastebank_depositline l ON l.material_id = q.material_id"
    " WHERE q.kind = 'fixed')"
)
TARIFF = (
    "INSERT INTO clinic_tariff (service_id, price_idr, holds_from, set_by, set_at,"
    " after_redemption, after_authorisation) SELECT t.service_id, t.price_idr + 7, {begin},"
    " t.set_by, {set_at}, {after}, {after} FROM clinic_tariff t WHERE t.id = (SELECT MIN(q.id)"
    " FROM clinic_tariff q JOIN clinic_redemptionline l ON l.service_id = q.service_id"
    " JOIN clinic_service s ON s.id = q.service_id WHERE s.pricing = 'fixed')"
)
WITHDRAWAL = (
    "INSERT INTO {table} ({row}_id, withdrawn_at, actor, reason)"
    " SELECT id, '2025-01-01 00:00:00', set_by, 'salah ketik' FROM {listed}"
    " WHERE id NOT IN (SELECT {row}_id FROM {table})"
)
DATED_BACK = {  # from when it holds, when it was set, and after which record
    "as if it had stood there": ("'2025-01-02 00:00:00'", "'2025-01-02 00:00:00'", "0"),
    "as if nobody knew after what": ("'2025-01-02 00:00:00'", "'2025-01-02 00:00:00'", "NULL"),
    "as set later than anything": ("'2025-01-01 00:00:00'", "'2030-01-01 00:00:00'", "999999"),
    "as set later for earlier": ("'2025-01-01 00:00:00'", "'2025-01-02 00:00:00'", "999999"),
}


def statements(sql: str) -> list[str]:
    return [
        sql.format(begin=begin, set_at=set_at, after=after)
        for begin, set_at, after in DATED_BACK.values()
    ]


OF_THE_BANK = [
    *statements(PRICE),
    WITHDRAWAL.format(table="wastebank_pricewithdrawal", row="price", listed="wastebank_price"),
    "UPDATE wastebank_depositline SET price_idr = price_idr + 1",
]
OF_THE_CLINIC = [
    *statements(TARIFF),
    WITHDRAWAL.format(table="clinic_tariffwithdrawal", row="tariff", listed="clinic_tariff"),
    "UPDATE clinic_redemptionline SET price_idr = price_idr + 1",
]
LISTS_PUT_IN_LATER = [
    *(("lines have their price", statement) for statement in OF_THE_BANK),
    *(("care has its tariff", statement) for statement in OF_THE_CLINIC),
]

KEYS_PUT_IN_LATER = [
    (
        "backup keys were kept by somebody",
        "INSERT INTO ledger_backupkey (recipient, kept_at, kept_by)"
        " VALUES ('age1stranger', '2026-01-01 00:00:00+00:00', 'maya')",
    ),
]
