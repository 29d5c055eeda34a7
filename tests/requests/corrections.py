"""What the POSTs that put something right are sent: where, elsewhere, what is right, and what else
it could be."""

from typing import Any

Asked = tuple[str, str, dict[str, Any], dict[str, Any]]

MEMBER: Asked = (
    "members/{siti}/correct",
    "members/{hasan}/correct",
    {
        "name": "Siti Rahayuningsih",
        "kind": "household",
        "phone": "081200000407",
        "address": "Jl. Kenanga 7",
        "rt": "7",
        "rw": "3",
        "guardian_name": "Tini Wijaya",
        "national_id": "3374010101010007",
        "somebody_else": False,
    },
    {
        "name": "Siti Rahayu Ningsih",
        "kind": "institution",
        "phone": "",
        "address": "",
        "rt": "8",
        "rw": "4",
        "guardian_name": "",
        "national_id": "",
        "somebody_else": True,
    },
)
PLACE: Asked = (
    "places/MLT/correct",
    "places/KNG/correct",
    {"name": "Unit Melati Putih", "address": "Jl. Melati 1"},
    {"name": "Unit Melati Merah", "address": ""},
)
MATERIAL: Asked = (
    "materials/pet/correct",
    "materials/kardus/correct",
    {
        "name_id": "Botol PET bening bersih",
        "name_en": "Clean clear PET bottles",
        "family": "kaca",
        "grade": "A",
        "aliases": "bodong",
        "own_code": "P1",
    },
    {
        "name_id": "Botol PET",
        "name_en": "PET bottles",
        "family": "logam",
        "grade": "",
        "aliases": "",
        "own_code": "P2",
    },
)
STAFF: Asked = (
    "staff/sari/correct",
    "staff/rudi/correct",
    {"first_name": "Sari", "last_name": "Lestari"},
    {"first_name": "Sarinah", "last_name": ""},
)
BANK: Asked = (
    "bank",
    "",  # there is no other
    {
        "name": "Mekar Sari",
        "phone": "0812-0000-4410",
        "address": "Jl. Kenanga 4",
        "time_zone": "Asia/Jakarta",
    },
    {
        "name": "Mekar Wangi",
        "phone": "0812-0000-4411",
        "address": "",
        "time_zone": "Asia/Makassar",
    },
)
