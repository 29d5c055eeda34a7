"""What staff are called. A record keeps the user name; a person reads who that is."""

from collections.abc import Collection, Mapping

from wastebank.models import User


def staff_called(usernames: Collection[str] | None = None) -> Mapping[str, str]:
    """The name of each account, of these or of all: whoever has none is called by the account."""
    found = User.objects.only("username", "first_name", "last_name")
    if usernames is not None:
        found = found.filter(username__in=set(usernames))
    return {user.username: str(user) for user in found}
