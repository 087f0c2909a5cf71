"""Plots are geometry that a template draws: right, readable without eyes, safe."""

import re
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.plots import HEIGHT, LEFT, WIDTH, Series, plot, scale, sparkline

NUMBERS = st.lists(st.integers(0, 10**12), max_size=400)


def drawn(the_plot):
    html = render_to_string("portal/plots/_plot.html", {"plot": the_plot, "name": "p"})
    return ElementTree.fromstring(re.search(r"<svg.*</svg>", html, re.DOTALL)[0])


@pytest.mark.parametrize(
    ("highest", "step", "top"),
    [
        (0, 1, 1),
        (1, 1, 1),
        (4, 1, 4),
        (5, 2, 6),
        (40, 10, 40),
        (41, 20, 60),
        (9_860, 5_000, 10_000),
        (128_400, 50_000, 150_000),
    ],
)
def test_the_scale_has_round_steps(highest, step, top):
    assert scale(highest) == (step, top)


@settings(max_examples=60)
@given(NUMBERS)
def test_everything_is_drawn_inside_the_picture(values):
    the_plot = plot("t", "s", [str(n) for n in range(len(values))], [Series("a", values)])
    for bar in the_plot.bars:
        assert float(bar.x) >= LEFT
        assert float(bar.x) + float(bar.width) <= WIDTH
        assert float(bar.y) + float(bar.height) <= HEIGHT
    assert len(the_plot.bars) == sum(value > 0 for value in values)
    assert len(the_plot.x_ticks) <= 7
    assert 1 <= len(the_plot.y_ticks) <= 6


@settings(max_examples=60)
@given(NUMBERS)
def test_a_sparkline_has_a_point_for_each_number(values):
    points = [point.split(",") for point in sparkline(values, "s").line.split()]
    assert len(points) == max(len(values), 2)
    assert all(0 <= float(x) <= 96 and 0 <= float(y) <= 24 for x, y in points)


def test_heights_are_in_proportion():
    low, high = plot("t", "s", ["a", "b"], [Series("v", [5, 10])]).bars
    assert float(high.height) == pytest.approx(2 * float(low.height), abs=0.2)


def test_bars_and_a_line_share_the_scale_and_the_legend_names_both():
    the_plot = plot("t", "s", ["a"], [Series("v", [5]), Series("w", [400], is_line=True)])
    assert (the_plot.bars_name, the_plot.line_name) == ("v", "w")
    assert the_plot.y_ticks[-1].label == "400"


def test_nothing_is_not_drawn_as_a_line():
    assert plot("t", "s", ["a"], [Series("w", [0], is_line=True)]).line == ""


def test_numbers_and_labels_must_match():
    with pytest.raises(ValueError, match="2 numbers for 1"):
        plot("t", "s", ["a"], [Series("v", [1, 2])])


def test_the_drawing_says_what_it_shows_and_needs_no_style():
    svg = drawn(plot("阅读", "共 5 次", ["<b>", "b"], [Series("v", [5, 0])]))
    ids = svg.get("aria-labelledby").split()
    named = {one.get("id"): one.text for one in svg.iter() if one.get("id")}
    assert [named[one] for one in ids] == ["阅读", "共 5 次"]
    assert not [one for one in svg.iter() if one.get("style")]
    assert next(svg.iter("rect"))[0].text == "<b>: 5"


def test_no_locale_spoils_the_coordinates(settings):
    settings.USE_THOUSAND_SEPARATOR = True
    svg = drawn(plot("t", "s", ["a"] * 3, [Series("v", [1, 2, 3])]))
    assert svg.get("viewBox") == "0 0 720 240"
    assert float(next(svg.iter("rect")).get("x"))
