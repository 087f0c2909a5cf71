"""Keeping the index in step with what is published."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction

from articles.html import plain_text
from articles.models import Article, SearchDocument
from articles.search.engines import engine
from articles.search.text import comparable, tokens

# PostgreSQL's tsvector holds 1 MB of tokens, and one character makes at most 14 bytes of them.
MAX_TEXT_CHARS = 70_000
BATCH_ARTICLES = 200
FIELDS = ("headline", "subheadline", "excerpt", "body", "state")


@dataclass(frozen=True)
class Document:
    """What search knows of an article."""

    headline: str
    text: str
    tokens: frozenset[str]

    @classmethod
    def of(cls, article: Article) -> "Document":
        headline = comparable([article.headline])
        blocks = [article.subheadline, article.excerpt, *plain_text(article.body).splitlines()]
        text = comparable(blocks)[:MAX_TEXT_CHARS]
        return cls(headline, text, frozenset(tokens(f"{headline} {text}")))


@dataclass(frozen=True)
class Drift:
    """An article whose entry in the index is not what it should be: missing, stale or left over."""

    article_id: int
    fault: str

    def __str__(self) -> str:
        return f"article {self.article_id}: {self.fault}"


def index(article: Article) -> None:
    """Make the article findable as it is now; call it in the transaction that publishes.

    It may be scheduled: whether readers may see it is asked again by every search.
    """
    document = Document.of(article)
    engine().store(article.pk, document.headline, document.text, set(document.tokens))


def remove(article_id: int) -> None:
    """Make the article unfindable; an id that is not in the index is no error."""
    SearchDocument.objects.filter(pk=article_id).delete()


def rebuild(check: bool = False) -> list[Drift]:
    """Compare the index with the articles, and set right what differs unless `check` is given.

    Return what differed. Editors may go on publishing meanwhile: each article is compared again
    in the transaction that sets it right.
    """
    drifts: list[Drift] = []
    for ids in _batches():
        for drift in _compare(ids):
            drifts.append(drift)
            if not check:
                _set_right(drift.article_id)
    return drifts


def _batches() -> Iterator[list[int]]:
    """All ids of articles. A document cannot outlive its article: it goes by the cascade."""
    last = 0
    ids = Article.objects.order_by("pk").values_list("pk", flat=True)
    while batch := list(ids.filter(pk__gt=last)[:BATCH_ARTICLES]):
        yield batch
        last = batch[-1]


def _compare(ids: list[int]) -> list[Drift]:
    documents = SearchDocument.objects.in_bulk(ids)
    token_sets = engine().stored_tokens(ids)
    drifts = []
    for article in Article.objects.only(*FIELDS).filter(pk__in=ids).order_by("pk"):
        stored = documents.get(article.pk)
        kept = (stored.headline, stored.text) if stored else None
        if fault := _fault(article, kept, token_sets.get(article.pk)):
            drifts.append(Drift(article.pk, fault))
    return drifts


def _fault(article: Article, kept: tuple[str, str] | None, token_set: set[str] | None) -> str:
    if article.state != Article.State.PUBLISHED:
        return "left over" if kept or token_set else ""
    if kept is None or token_set is None:
        return "missing"
    document = Document.of(article)
    is_same = kept == (document.headline, document.text) and token_set == document.tokens
    return "" if is_same else "stale"


@transaction.atomic
def _set_right(article_id: int) -> None:
    article = Article.objects.select_for_update(no_key=True).filter(pk=article_id).first()
    if article and article.state == Article.State.PUBLISHED:
        index(article)
    else:
        remove(article_id)
