"""Recognising a text that is there already, perhaps with edits.

A text is the set of its *shingles*: three Han characters in a row, or three words of a writing
with spaces, folded as search folds them. Finding takes three steps, each narrower than the last:

1. *Bands.* From the hashes of the shingles MINIMA are drawn, the first at or above each of as many
   borders spread evenly: two texts agree in such a minimum as often as they share shingles (MinHash
   by one permutation, Li, Owen & Zhang 2012; an empty bin takes the next one's). Three in a row
   are one key. Of two texts alike by 80 % (Dice) at least one of 16 keys is the same in 99.6 %; of
   two strangers hardly ever. A look-up reads 16 places of one index, for ten articles or a million.
2. *SimHash* (Charikar 2002): the majority of the shingles' hashes, bit by bit. What is far away
   in it shared a key by chance, and is not read.
3. The few that are left are read and compared shingle by shingle: the percentage is exact.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from django.db import models, transaction

from articles.html import plain_text
from articles.models import Article, Fingerprint, FingerprintBand
from articles.search.text import is_cjk, runs

SHINGLE = 3  # characters or words
FEWEST = 40  # shingles: below, everything resembles everything
MINIMA, ROWS = 48, 3
HASH_BITS = 64
BORDERS = [number * 2**HASH_BITS // MINIMA for number in range(MINIMA)]
# A byte with each of its bits in a lane of its own, so that bits are counted by adding numbers.
LANE_BITS = 32
LANE_MASK = 2**LANE_BITS - 1
LANES = [sum((byte >> bit & 1) << LANE_BITS * bit for bit in range(8)) for byte in range(256)]
# Half of 64 bits differ between strangers, 16 between texts alike by 70 %; the spread is 4 bits.
FARTHEST = 28
READ = 8  # candidates whose text is compared: copies of one text are told by the first few
ALIKE = 0.6  # below, two stories on one subject look like copies
BATCH = 200

Shingles = frozenset[str]


@dataclass(frozen=True)
class Print:
    """What is stored of a text."""

    simhash: int
    keys: frozenset[int]


@dataclass(frozen=True)
class Likeness:
    """Another article that says much of the same; `share` is between 0 and 1."""

    article: Article
    share: float


@dataclass(frozen=True)
class Drift:
    """An article whose fingerprint is not that of its text."""

    article_id: int
    fault: str

    def __str__(self) -> str:
        return f"article {self.article_id}: {self.fault}"


def shingles(text: str) -> Shingles:
    """What is compared of a plain text: punctuation, width, case and spaces make no difference."""
    units: list[str] = []
    for run in runs(text):
        if is_cjk(run):
            units += run
        else:
            units.append(f" {run} ")
    return frozenset(map("".join, zip(*(units[at:] for at in range(SHINGLE)), strict=False)))


def likeness(one: Shingles, other: Shingles) -> float:
    """How much of both is in both (Dice's coefficient)."""
    total = len(one) + len(other)
    return 2 * len(one & other) / total if total else 0.0


def print_of(found: Shingles) -> Print | None:
    """The fingerprint of a text; None for one that is too short to have any."""
    if len(found) < FEWEST:
        return None
    digests = [blake2b(one.encode(), digest_size=8).digest() for one in found]
    return Print(_simhash(digests), _keys(sorted(map(_number, digests))))


def keep(article: Article, body: str) -> None:
    """Remember the article by this body, its newest; call it in the transaction that saves it."""
    made = print_of(shingles(plain_text(body)))
    if made is None:
        _forget([article.pk])
        return
    bands = FingerprintBand.objects.filter(article=article.pk)
    known = set(bands.values_list("key", flat=True))
    if gone := known - made.keys:
        bands.filter(key__in=gone).delete()
    _insert([(article.pk, Print(made.simhash, made.keys - known))])


def keep_all(bodies: Iterable[tuple[int, str]]) -> None:
    """Remember new articles, given as (id, body), by their bodies: for imports."""
    made = ((pk, print_of(shingles(plain_text(body)))) for pk, body in bodies)
    _insert([(pk, one) for pk, one in made if one])


def similar(body: str, *, but: Article | None, among: models.QuerySet[Article]) -> list[Likeness]:
    """The articles whose newest text is like this body, the most alike first. One query.

    `but` is the article itself; `among` says which articles count, and what to load with them.
    """
    own = shingles(plain_text(body))
    made = print_of(own)
    if made is None:
        return []
    alike = [
        Likeness(article, share)
        for article in _candidates(made, but, among)
        if _distance(article.fingerprint.simhash, made.simhash) <= FARTHEST
        and (share := likeness(own, shingles(plain_text(newest_body(article))))) >= ALIKE
    ]
    return sorted(alike, key=lambda found: (-found.share, found.article.pk))


def newest_body(article: Article) -> str:
    """What the desk wrote last. Looks at `latest_revision`: load it along."""
    return article.latest_revision.body if article.latest_revision else article.body


def rebuild(check: bool = False) -> Iterator[Drift]:
    """Compare the fingerprints with the texts and set right what differs, unless `check`."""
    last = 0
    rows = Article.objects.select_related("latest_revision", "fingerprint").order_by("pk")
    while batch := list(rows.filter(pk__gt=last)[:BATCH]):
        keys = _stored_keys(batch)
        for article in batch:
            if fault := _fault(article, keys.get(article.pk, set())):
                yield Drift(article.pk, fault)
                if not check:
                    _set_right(article.pk)
        last = batch[-1].pk


def _simhash(digests: Sequence[bytes]) -> int:
    """Each bit as most digests have it, as a signed number.

    Counted by bytes, all eight bits of one at once: the loop over the digests is C's.
    """
    joined, half = b"".join(digests), len(digests) / 2
    value = 0
    for at in range(8):
        counts = Counter(joined[at::8]).items()
        ones = sum(LANES[byte] * count for byte, count in counts)
        for bit in reversed(range(8)):
            value = value << 1 | ((ones >> LANE_BITS * bit & LANE_MASK) > half)
    return _signed(value)


def _keys(hashes: Sequence[int]) -> frozenset[int]:
    minima = [hashes[bisect_left(hashes, border) % len(hashes)] for border in BORDERS]
    bands = (minima[at : at + ROWS] for at in range(0, MINIMA, ROWS))
    return frozenset(
        _signed(_number(blake2b(f"{number}:{band}".encode(), digest_size=8).digest()))
        for number, band in enumerate(bands)
    )


def _number(digest: bytes) -> int:
    return int.from_bytes(digest, "big")


def _signed(value: int) -> int:
    """As a BIGINT holds 64 bits."""
    return value - 2**HASH_BITS if value >> (HASH_BITS - 1) else value


def _distance(one: int, other: int) -> int:
    return ((one ^ other) & (2**HASH_BITS - 1)).bit_count()


def _candidates(
    made: Print, but: Article | None, among: models.QuerySet[Article]
) -> models.QuerySet[Article]:
    """Those that share most keys."""
    bands = FingerprintBand.objects.filter(key__in=made.keys)
    if but is not None:
        bands = bands.exclude(article=but.pk)
    most = bands.values("article").annotate(shared=models.Count("pk")).order_by("-shared")
    return among.filter(pk__in=most.values("article")[:READ]).select_related(
        "fingerprint", "latest_revision"
    )


def _insert(prints: Sequence[tuple[int, Print]]) -> None:
    Fingerprint.objects.bulk_create(
        (Fingerprint(article_id=pk, simhash=made.simhash) for pk, made in prints),
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=["simhash"],
    )
    FingerprintBand.objects.bulk_create(
        FingerprintBand(article_id=pk, key=key) for pk, made in prints for key in made.keys
    )


def _forget(ids: Sequence[int]) -> None:
    FingerprintBand.objects.filter(article__in=ids).delete()
    Fingerprint.objects.filter(pk__in=ids).delete()


def _stored_keys(articles: Sequence[Article]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    rows = FingerprintBand.objects.filter(article__in=articles)
    for pk, key in rows.values_list("article_id", "key"):
        found.setdefault(pk, set()).add(key)
    return found


def _fault(article: Article, keys: set[int]) -> str:
    made = print_of(shingles(plain_text(newest_body(article))))
    stored = getattr(article, "fingerprint", None)
    if made is None:
        return "left over" if stored or keys else ""
    if stored is None:
        return "missing"
    return "" if (stored.simhash, keys) == (made.simhash, made.keys) else "stale"


@transaction.atomic
def _set_right(article_id: int) -> None:
    articles = Article.objects.select_for_update(no_key=True, of=("self",))
    article = articles.select_related("latest_revision").filter(pk=article_id).first()
    if article is not None:
        keep(article, newest_body(article))
