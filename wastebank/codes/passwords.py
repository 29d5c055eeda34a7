"""How passwords of staff are hashed: as OWASP's password storage sheet advises for Argon2id."""

from django.contrib.auth.hashers import Argon2PasswordHasher

from wastebank.codes.secrets import in_turn


class ModestArgon2(Argon2PasswordHasher):
    """19 MiB and two passes, and few at once. Django's own cost takes 100 MB for each guess.

    What was hashed at another cost is hashed anew when its owner signs in.
    """

    time_cost = 2
    memory_cost = 19_456
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        return in_turn(super().encode, password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        return in_turn(super().verify, password, encoded)
