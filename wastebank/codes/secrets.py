"""What is made with the pepper: card codes, PIN hashes, encrypted national ids.

The pepper lives outside the database, so a stolen database alone opens nothing.
"""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

Hashed = TypeVar("Hashed")

# 19 MiB and two passes: what OWASP's password storage sheet advises for Argon2id (2023).
HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
# So many at once, of PINs and passwords alike, whoever asks: the others wait their turn. In threads
# of their own, since each thread that ever hashed may keep the memory it took.
HASHING = ThreadPoolExecutor(2, "hashing")


def peppered(purpose: str, text: str) -> bytes:
    """32 bytes that only the holder of the pepper can make; one purpose never equals another."""
    pepper = settings.WASTEBANK_PEPPER.encode()
    return hmac.new(pepper, f"{purpose}:{text}".encode(), hashlib.sha256).digest()


def card_entropy(key: UUID, index: int = 0) -> bytes:
    """What a card's code is made of. The same key makes the same code, so an answer that was lost
    on the way can be asked for again, though the database keeps no code."""
    return peppered("card", f"{key}:{index}")


def in_turn(hashing: Callable[..., Hashed], *given: Any) -> Hashed:
    """What a slow hashing answers or raises, when its turn has come."""
    return HASHING.submit(hashing, *given).result()


def hash_pin(pin: str) -> str:
    return in_turn(HASHER.hash, peppered("pin", pin))


def is_pin(pin_hash: str, pin: str) -> bool:
    try:
        return in_turn(HASHER.verify, pin_hash, peppered("pin", pin))
    except (Argon2Error, InvalidHashError):
        return False


def box(purpose: str) -> Fernet:
    return Fernet(urlsafe_b64encode(peppered("key", purpose)))


def encrypt_national_id(national_id: str) -> str:
    return box("national id").encrypt(national_id.encode()).decode()


def decrypt_national_id(encrypted: str) -> str:
    return box("national id").decrypt(encrypted.encode()).decode()


def digest_national_id(national_id: str) -> str:
    """The same for the same number: whether somebody has it is asked without opening any."""
    return peppered("national id digest", national_id).hex() if national_id else ""


def lock_away(purpose: str, text: str) -> str:
    """A text for the database that only the holder of the pepper reads again."""
    return box(purpose).encrypt(text.encode()).decode()


def take_out(purpose: str, locked: str) -> str:
    """What was locked away; empty if it was not, or under another pepper."""
    try:
        return box(purpose).decrypt(locked.encode()).decode()
    except InvalidToken:
        return ""
