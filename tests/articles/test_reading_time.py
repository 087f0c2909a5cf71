"""How long an article takes to read."""

import pytest

from articles.reading_time import reading_minutes


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("", 1),
        ("字" * 400, 1),
        ("字" * 401, 2),
        ("word " * 220, 1),
        ("word " * 221, 2),
        ("字，" * 300 + "word " * 110, 2),  # punctuation takes no time
    ],
)
def test_chinese_is_read_by_characters_and_english_by_words(text, minutes):
    assert reading_minutes(text) == minutes
