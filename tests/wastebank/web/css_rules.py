"""Style sheets as rules: what stands in braces, under which condition, and whose it is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

OPENING = re.compile(r"([^{};]*)\{")
STATE = re.compile(r"is-")


@dataclass(frozen=True)
class Block:
    """`head { body }`; `above` are the heads of the blocks it stands in."""

    head: str
    body: str
    above: tuple[str, ...]

    @property
    def selectors(self) -> list[str]:
        """One for each comma that stands outside of brackets."""
        return [one.strip() for one in re.split(r",(?![^(]*\))", self.head)]


def blocks(text: str, above: tuple[str, ...] = ()) -> Iterator[Block]:
    """Every block, outer ones first."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    place = 0
    while found := OPENING.search(text, place):
        place = closing(text, found.end())
        head, body = " ".join(found[1].split()), text[found.end() : place - 1]
        yield Block(head, body, above)
        yield from blocks(body, (*above, head))


def closing(text: str, place: int) -> int:
    """Behind the brace that closes the block whose inside begins here."""
    depth = 1
    while depth:
        depth += {"{": 1, "}": -1}.get(text[place], 0)
        place += 1
    return place


def nested(text: str) -> list[str]:
    """Rules inside of rules, which old browsers drop whole."""
    return [
        block.head
        for block in blocks(text)
        if block.above
        and not all(head.startswith(("@media", "@keyframes")) for head in block.above)
    ]


def rules(text: str) -> list[Block]:
    """The blocks that style something: no @media, no steps of an animation, no page."""
    return [
        block
        for block in blocks(text)
        if not block.head.startswith("@") and not any("@keyframes" in head for head in block.above)
    ]


def steps(selector: str) -> list[list[str]]:
    """The classes of a selector, step by step: `.a > b .c.d` is [a], [], [c, d].

    What is only asked for (`:not(.x)`, an attribute) names nobody.
    """
    plain = re.sub(r":not\([^)]*\)|\[[^\]]*\]", "", selector)
    return [re.findall(r"\.([\w-]+)", step) for step in re.split(r"\s*[ >+~]\s*", plain.strip())]


def owner(selector: str, letters: set[str]) -> str:
    """Whose rule it is: the last step with a class that is neither a letter nor a state."""
    for step in reversed(steps(selector)):
        own = [name for name in step if name not in letters and not STATE.match(name)]
        if own:
            return own[0]
    return ""
