"""Numbers as readers like them: counters shortened from ten thousand on."""

from django.utils.translation import get_language

TEN_THOUSAND = 10_000
# (from, unit, word): Chinese counts in ten thousands, English in thousands.
STEPS = {
    "zh": ((100_000_000, 100_000_000, "亿"), (TEN_THOUSAND, 10_000, "万")),
    "en": ((1_000_000, 1_000_000, "M"), (TEN_THOUSAND, 1_000, "k")),
}
DECIMALS_BELOW = {"zh": 1_000, "en": 10}  # 1.9万, 128.4万, 2300万; 19k, 1.2M


def grouped(number: int) -> str:
    """The exact number: 19,482."""
    return f"{number:,}"


def compact(number: int) -> str:
    """The number at a glance: 9,860, then 1.9万 (English 19k). Cut, never rounded up."""
    language = (get_language() or "zh")[:2]
    for start, unit, word in STEPS.get(language, STEPS["en"]):
        if number >= start:
            whole, rest = divmod(number, unit)
            tenth = rest * 10 // unit
            has_tenth = tenth and whole < DECIMALS_BELOW.get(language, 10)
            return f"{grouped(whole)}.{tenth}{word}" if has_tenth else f"{grouped(whole)}{word}"
    return grouped(number)
