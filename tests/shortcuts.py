"""What a run pays for once instead of in every test. None of it is what a test is about."""

import pytest


def cheapen_passwords(patch: pytest.MonkeyPatch) -> None:
    """Argon2 at its lowest cost. A program served in a process of its own pays in full."""
    from django.contrib.auth.hashers import Argon2PasswordHasher as Argon2

    for name, cost in (("time_cost", 1), ("memory_cost", 8), ("parallelism", 1)):
        patch.setattr(Argon2, name, cost)


def find_static_files_once(patch: pytest.MonkeyPatch) -> None:
    """Each `Client` loads the middleware anew; WhiteNoise would look at 300 files each time."""
    from whitenoise.middleware import WhiteNoiseMiddleware

    look, found = WhiteNoiseMiddleware.add_files_from_finders, dict[str, object]()

    def look_once(middleware: WhiteNoiseMiddleware) -> None:
        if not found:
            look(middleware)
            found.update(middleware.files)
        middleware.files.update(found)

    patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", look_once)
