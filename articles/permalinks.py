"""Which article an address means, and whether readers may have it."""

from django.http import Http404

from articles.models import Article, ArticleQuerySet, Tombstone

LARGEST_ID = 2**63 - 1  # what the database's BIGINT holds


class ArticleGone(Exception):
    """Readers once had this article and cannot have it any more: its addresses answer 410."""


class ArticleRetracted(ArticleGone):
    """Readers once had this article; the desk took it back and tells them why."""

    def __init__(self, article: Article) -> None:
        self.article = article
        super().__init__(article.pk)


def is_id(text: str) -> bool:
    """Whether the text is an id as we print it: digits, no leading zero, not beyond the column."""
    digits = text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_ID))
    return digits and text[0] != "0" and int(text) <= LARGEST_ID


def public_article(pk: int, among: ArticleQuerySet | None = None) -> Article:
    """Return the article with this id as readers see it.

    `among` says what to load with it. Raises Http404 for what was never public, and ArticleGone
    for what was public once: withdrawn, expired, put off or purged; ArticleRetracted if readers
    are told why.
    """
    article = (Article.objects.all() if among is None else among).filter(pk=pk).first()
    if article is None:
        if Tombstone.objects.filter(pk=pk, was_public=True).exists():
            raise ArticleGone
        raise Http404
    if article.is_published:
        return article
    if article.was_public and article.state == Article.State.RETRACTED:
        raise ArticleRetracted(article)
    if article.was_public:
        raise ArticleGone
    raise Http404
