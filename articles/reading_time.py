"""How long an article takes to read."""

import math
import re

# What grown-ups manage of news on a screen: Chinese by characters, all else by words.
CHINESE_A_MINUTE = 400
WORDS_A_MINUTE = 220

_CHINESE = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_WORD = re.compile(r"[^\W\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")


def reading_minutes(text: str) -> int:
    """Whole minutes for plain text, at least one."""
    characters = len(_CHINESE.findall(text))
    words = len(_WORD.findall(text))
    return max(1, math.ceil(characters / CHINESE_A_MINUTE + words / WORDS_A_MINUTE))
