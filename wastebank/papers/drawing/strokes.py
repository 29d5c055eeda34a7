"""Strokes written as in a drawing for the screen (the `d` of an SVG path), drawn on paper.

Knows what our signs use: lines, curves, arcs, closed or open, absolute or relative.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import acos, ceil, copysign, cos, hypot, pi, radians, sin, sqrt, tan

from reportlab.pdfgen.pathobject import PDFPathObject

Point = tuple[float, float]

_TOKEN = re.compile(r"([MmLlHhVvCcSsAaZz])|(-?(?:\d+\.?\d*|\.\d+))")
_ARGUMENTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "A": 7, "Z": 0}


def trace(path: PDFPathObject, d: str, *, left: float, top: float, scale: float) -> None:
    """Add the strokes to a path whose own axis runs upwards; (left, top) is the drawing's 0 0."""
    Tracer(path, left, top, scale).follow(d)


class Tracer:
    def __init__(self, path: PDFPathObject, left: float, top: float, scale: float) -> None:
        self.path, self.left, self.top, self.scale = path, left, top, scale
        self.here: Point = (0.0, 0.0)
        self.start: Point = (0.0, 0.0)
        self.handle: Point | None = None  # of the curve before, mirrored by a smooth one

    def follow(self, d: str) -> None:
        for command, numbers in steps(d):
            self.step(command, numbers)

    def step(self, command: str, numbers: list[float]) -> None:
        kind = command.upper()
        base = self.here if command.islower() else (0.0, 0.0)
        handle, self.handle = self.handle, None
        if kind == "Z":
            self.path.close()
            self.here = self.start
        elif kind == "A":
            self.arc(numbers, (base[0] + numbers[5], base[1] + numbers[6]))
        elif kind == "H":
            self.line((base[0] + numbers[0], self.here[1]))
        elif kind == "V":
            self.line((self.here[0], base[1] + numbers[0]))
        else:
            points = [(base[0] + x, base[1] + y) for x, y in zip(*[iter(numbers)] * 2, strict=True)]
            self.through(kind, points, handle)

    def through(self, kind: str, points: list[Point], handle: Point | None) -> None:
        if kind == "M":
            self.here = self.start = points[0]
            self.path.moveTo(*self.placed(points[0]))
        elif kind == "L":
            self.line(points[0])
        elif kind == "C":
            self.curve(points[0], points[1], points[2])
        else:
            mirrored = handle or self.here
            first = (2 * self.here[0] - mirrored[0], 2 * self.here[1] - mirrored[1])
            self.curve(first, points[0], points[1])

    def line(self, end: Point) -> None:
        self.path.lineTo(*self.placed(end))
        self.here = end

    def curve(self, first: Point, second: Point, end: Point) -> None:
        self.path.curveTo(*self.placed(first), *self.placed(second), *self.placed(end))
        self.here, self.handle = end, second

    def arc(self, numbers: list[float], end: Point) -> None:
        radius, large, sweep = numbers[0], bool(numbers[3]), bool(numbers[4])
        if numbers[1] != radius:
            raise ValueError("signs use arcs of circles only")
        for first, second, stop in circle_curves(self.here, end, radius, large=large, sweep=sweep):
            self.curve(first, second, stop)
        self.handle = None

    def placed(self, point: Point) -> Point:
        return self.left + point[0] * self.scale, self.top - point[1] * self.scale


def steps(d: str) -> Iterator[tuple[str, list[float]]]:
    """One command with its numbers; numbers without a new command repeat the last one."""
    command, numbers = "", list[float]()
    for letter, number in _TOKEN.findall(d):
        if letter:
            command, numbers = letter, []
        else:
            numbers.append(float(number))
        if len(numbers) == _ARGUMENTS[command.upper()]:
            yield command, numbers
            # after a move, further points are lines
            command = {"M": "L", "m": "l"}.get(command, command)
            numbers = []


def circle_curves(
    start: Point, end: Point, radius: float, *, large: bool, sweep: bool
) -> Iterator[tuple[Point, Point, Point]]:
    """The arc of a circle from start to end, in curves of at most a quarter turn."""
    chord = hypot(end[0] - start[0], end[1] - start[1])
    radius = max(radius, chord / 2)
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    rise = sqrt(max(radius * radius - chord * chord / 4, 0.0))
    side = 1 if large != sweep else -1
    across = ((start[1] - end[1]) / chord, (end[0] - start[0]) / chord)
    centre = (middle[0] + side * rise * across[0], middle[1] + side * rise * across[1])
    begin = angle_at(centre, start)
    turn = (angle_at(centre, end) - begin) % (2 * pi)
    if not sweep:
        turn -= 2 * pi
    count = max(1, ceil(abs(turn) / radians(90) - 1e-9))
    part = turn / count
    reach = 4 / 3 * tan(part / 4) * radius
    for index in range(count):
        one, two = begin + index * part, begin + (index + 1) * part
        first, stop = on_circle(centre, one, radius), on_circle(centre, two, radius)
        yield (
            (first[0] - reach * sin(one), first[1] + reach * cos(one)),
            (stop[0] + reach * sin(two), stop[1] - reach * cos(two)),
            stop,
        )


def angle_at(centre: Point, point: Point) -> float:
    x, y = point[0] - centre[0], point[1] - centre[1]
    return copysign(acos(max(-1.0, min(1.0, x / hypot(x, y)))), y)


def on_circle(centre: Point, angle: float, radius: float) -> Point:
    return centre[0] + radius * cos(angle), centre[1] + radius * sin(angle)
