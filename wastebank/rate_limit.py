"""Counters of tries, kept in memory for a while: they slow a guesser down and prove nothing."""

from django.core.cache import cache

from wastebank.codes.secrets import peppered


def count_up(*, what: str, who: str, seconds: int) -> int:
    """One more of `who` at `what`; counting begins anew `seconds` after the first."""
    name = name_of(what, who)
    cache.add(name, 0, seconds)
    try:
        return cache.incr(name)
    except ValueError:  # forgotten between the two
        return 1


def give_back(*, what: str, who: str) -> None:
    """One less: that try turned out to be none."""
    try:
        cache.decr(name_of(what, who))
    except ValueError:  # forgotten meanwhile
        return


def name_of(what: str, who: str) -> str:
    """Names of counters tell neither addresses nor member numbers."""
    return f"tries:{what}:{peppered(f'tries {what}', who).hex()}"
