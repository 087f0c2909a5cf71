"""How the readings of a demo article spread over its days."""

from math import exp

from portal.demo.records import Curve

WEIGHTS = {
    "surge": lambda day: exp(-day / 1.1),  # read at once, then forgotten
    "fade": lambda day: exp(-day / 4.0),
    "steady": lambda day: 1 / (1 + day / 6),
    "slow": lambda day: 0.5 + min(day, 9) / 9,  # found late, passed on
}


def spread(total: int, curve: Curve, days: int) -> tuple[int, ...]:
    """Share `total` among `days` days from publication on; the sum is exactly `total`.

    The fractions are carried from day to day, so the same input always gives the same numbers.
    """
    weights = [WEIGHTS[curve](day) for day in range(days)]
    whole = sum(weights)
    shares, given, running = [], 0, 0.0
    for weight in weights:
        running += weight
        due = round(total * running / whole)
        shares.append(due - given)
        given = due
    return tuple(shares)
