"""Plots as plain geometry; templates/portal/plots/ draws it as SVG. No script, no colours here."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log10

from articles.numbers import compact

# In units of the drawing; the page scales it. The margins hold «128.4万» and «11-24» at the size
# that they have on a phone.
WIDTH, HEIGHT = 720, 240
LEFT, RIGHT, TOP, BOTTOM = 84, 36, 14, 44
MOST_X_LABELS = 7
STEPS = 4  # lines across the plot, about
GAP = 0.25  # of a bar's place
SPARK_WIDTH, SPARK_HEIGHT = 96, 24


@dataclass(frozen=True)
class Series:
    """Numbers of one kind, one for each label; drawn as bars or as a line."""

    name: str
    values: Sequence[int]
    is_line: bool = False


@dataclass(frozen=True)
class Tick:
    """A place on an axis and what is written there."""

    at: str
    label: str


@dataclass(frozen=True)
class Bar:
    x: str
    y: str
    width: str
    height: str
    words: str


@dataclass(frozen=True)
class Plot:
    """Everything that the template draws; coordinates are ready to be printed."""

    title: str
    summary: str
    bars: tuple[Bar, ...]
    line: str
    bars_name: str
    line_name: str
    y_ticks: tuple[Tick, ...]
    x_ticks: tuple[Tick, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    bottom: int = HEIGHT - BOTTOM


@dataclass(frozen=True)
class Sparkline:
    """A curve as large as a word; `summary` says what it shows to who does not see it."""

    line: str
    area: str
    summary: str
    width: int = SPARK_WIDTH
    height: int = SPARK_HEIGHT


def plot(title: str, summary: str, labels: Sequence[str], series: Sequence[Series]) -> Plot:
    """Draw each series over the labels. At most one of bars and one line are drawn.

    Raises ValueError where a series has more or fewer numbers than there are labels.
    """
    step, top = scale(max((value for one in series for value in one.values), default=0))
    bars: tuple[Bar, ...] = ()
    bars_name = line = line_name = ""
    for one in series:
        if len(one.values) != len(labels):
            raise ValueError(f"{len(one.values)} numbers for {len(labels)} labels")
        if one.is_line and not any(one.values):
            continue  # a line along the ground would look like something measured
        if one.is_line:
            line, line_name = _line(one.values, top), one.name
        else:
            bars, bars_name = _bars(labels, one, top), one.name
    return Plot(
        title=title,
        summary=summary,
        bars=bars,
        line=line,
        bars_name=bars_name,
        line_name=line_name,
        y_ticks=tuple(
            Tick(_number(_y(value, top)), compact(value)) for value in range(0, top + 1, step)
        ),
        x_ticks=_x_ticks(labels),
    )


def sparkline(values: Sequence[int], summary: str) -> Sparkline:
    """A small curve from the first number to the last; without numbers a line along the ground."""
    highest = max([*values, 1])
    shown = [0, 0] if not values else [*values] * (2 if len(values) == 1 else 1)
    step = (SPARK_WIDTH - 2) / (len(shown) - 1)
    points = [
        f"{_number(1 + number * step)},{_number(1 + (SPARK_HEIGHT - 2) * (1 - value / highest))}"
        for number, value in enumerate(shown)
    ]
    ground = _number(SPARK_HEIGHT - 1)
    area = " ".join([f"1,{ground}", *points, f"{SPARK_WIDTH - 1},{ground}"])
    return Sparkline(" ".join(points), area, summary)


def scale(highest: int) -> tuple[int, int]:
    """The step between the lines across a plot and its top: 1, 2 or 5 times a power of ten."""
    if highest <= STEPS:
        return 1, max(highest, 1)
    power = 10 ** int(log10(highest / STEPS))
    step = next(n * power for n in (1, 2, 5, 10) if n * power * STEPS >= highest)
    return step, step * -(-highest // step)


def _bars(labels: Sequence[str], series: Series, top: int) -> tuple[Bar, ...]:
    place = (WIDTH - LEFT - RIGHT) / max(len(labels), 1)
    bars = []
    for number, (label, value) in enumerate(zip(labels, series.values, strict=True)):
        if value:
            y = _y(value, top)
            bars.append(
                Bar(
                    x=_number(LEFT + place * (number + GAP / 2)),
                    y=_number(y),
                    width=_number(place * (1 - GAP)),
                    height=_number(HEIGHT - BOTTOM - y),
                    words=f"{label}: {value:,}",
                )
            )
    return tuple(bars)


def _line(values: Sequence[int], top: int) -> str:
    return " ".join(
        f"{_number(_x(number, len(values)))},{_number(_y(value, top))}"
        for number, value in enumerate(values)
    )


def _x_ticks(labels: Sequence[str]) -> tuple[Tick, ...]:
    """As many labels as there is room for, at equal distances, the last one always."""
    if not labels:
        return ()
    every = -(-len(labels) // MOST_X_LABELS)
    shown = range((len(labels) - 1) % every, len(labels), every)
    return tuple(Tick(_number(_x(number, len(labels))), labels[number]) for number in shown)


def _x(number: int, of: int) -> float:
    """The middle of a label's place."""
    return LEFT + (WIDTH - LEFT - RIGHT) * (number + 0.5) / of


def _y(value: int, top: int) -> float:
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / top)


def _number(value: float) -> str:
    """For an attribute of SVG: no locale may put a comma into it."""
    return f"{value:.1f}".removesuffix(".0")
