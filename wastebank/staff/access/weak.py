"""Which passwords are too easy."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from wastebank.models import User
from wastebank.staff.refusals import PasswordTooWeak


def refuse_weak(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as problem:
        raise PasswordTooWeak(problem=" ".join(problem.messages)) from None
