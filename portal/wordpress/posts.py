"""Posts of an export become articles, by the verbs of the newsroom."""

from __future__ import annotations

from dataclasses import asdict

from django.utils import timezone
from django.utils.translation import gettext as _

from articles import workflow
from articles.content import ArticleContent
from articles.html import plain_text
from articles.models import Article, ArticleCounter
from articles.workflow import ImportedArticle
from portal.models import ImportedItem
from portal.wordpress.answers import Answers
from portal.wordpress.composing import OUT_OF_SIGHT, Composer
from portal.wordpress.ledger import Ledger, fingerprint, said_same, untouched
from portal.wordpress.moments import moment
from portal.wordpress.old_addresses import lead_from, old_paths
from portal.wordpress.records import ExportItem
from portal.wordpress.report import Report


class Posts:
    """Writes one batch of posts after the other, each batch in the caller's transaction."""

    def __init__(
        self,
        composer: Composer,
        answers: Answers,
        ledger: Ledger,
        report: Report,
        *,
        dry_run: bool,
    ) -> None:
        self._composer = composer
        self._answers = answers
        self._ledger = ledger
        self._report = report
        self._dry_run = dry_run

    def write(self, items: list[ExportItem]) -> None:
        """Write what is new or has changed; of a post that is there, only comments are added."""
        visible = once_each(items)
        self._report.skipped("articles", len(items) - len(visible))
        known = self._ledger.known("article", map(key_of, visible))
        here = Article.objects.select_related("latest_revision").in_bulk(
            [row.object_id for row in known.values()]
        )
        fresh: list[tuple[ExportItem, ImportedArticle]] = []
        articles: list[tuple[ExportItem, Article | None]] = []
        for item in visible:
            composed = self._composer.article(item)
            row = known.get(key_of(item))
            if row is None:
                fresh.append((item, composed))
                continue
            article = here.get(row.object_id)
            if article is None or said_same(row, _said(composed)):
                self._report.skipped("articles")  # what was purged here stays purged
            else:
                self._update(item, article, composed, row)
            articles.append((item, article))
        self._answers.write([*articles, *self._create(fresh)])

    def _create(
        self, fresh: list[tuple[ExportItem, ImportedArticle]]
    ) -> list[tuple[ExportItem, Article | None]]:
        self._report.created("articles", len(fresh))
        items = [item for item, _composed in fresh]
        if self._dry_run:
            return [(item, None) for item in items]
        articles = workflow.import_articles(
            [composed for _item, composed in fresh], note=_("Imported from WordPress")
        )
        redirects: dict[str, str] = {}
        for (item, composed), article in zip(fresh, articles, strict=True):
            if item.id != article.pk:
                self._report.warn(
                    _("Ids that were taken were replaced; old addresses redirect"), f"#{item.id}"
                )
            new_path = article.get_absolute_url()
            for old_path in old_paths(item, is_id_kept=article.pk == item.id):
                redirects.setdefault(old_path, new_path)
            self._ledger.note("article", key_of(item), article.pk, _said(composed), _ours(article))
        lead_from(redirects)
        self._ledger.flush()
        return list(zip(items, articles, strict=True))

    def _update(
        self, item: ExportItem, article: Article, composed: ImportedArticle, row: ImportedItem
    ) -> None:
        if not untouched(row, _ours(article)):
            self._report.skipped("articles")
            self._report.warn(
                _("Changed in the export and here; ours was left alone"), f"#{article.pk}"
            )
            return
        self._report.updated("articles")
        if self._dry_run:
            return
        was, updated_at = workflow.content_of(article), article.updated_at
        if composed.content != was:
            note = _("Imported from WordPress again")
            workflow.save_revision(article, composed.content, by=None, note=note)
            article.refresh_from_db()
        if composed.publish_at and article.latest_revision:
            article = workflow.publish(article.latest_revision, by=None, at=composed.publish_at)
        workflow.place(
            article, by=None, is_pinned=composed.is_pinned, comments_open=composed.comments_open
        )
        if _text_of(was) != _text_of(composed.content):
            updated_at = moment(item.modified_gmt, item.modified) or timezone.now()
        # Pictures that came later, or another tag, are no news to readers.
        Article.objects.filter(pk=article.pk).update(updated_at=updated_at)
        ArticleCounter.objects.filter(article=article).update(
            views_base=composed.views, likes_base=composed.likes
        )
        article.refresh_from_db()
        self._ledger.note("article", key_of(item), article.pk, _said(composed), _ours(article))
        self._ledger.flush()


def once_each(items: list[ExportItem]) -> list[ExportItem]:
    """Those that anybody was meant to see; one that is in the file twice counts once."""
    seen = {key_of(item): item for item in items if item.status not in OUT_OF_SIGHT}
    return list(seen.values())


def key_of(item: ExportItem) -> str:
    """What tells an item from all others of its site, in every export of it."""
    return str(item.id) if item.id else fingerprint(item.guid, item.link, item.title, item.date)


def _text_of(content: ArticleContent) -> tuple[str, str, str]:
    return content.headline, content.subheadline, plain_text(content.body)


def _said(composed: ImportedArticle) -> str:
    return fingerprint(asdict(composed))


def _ours(article: Article) -> str:
    """A fingerprint of what people can change in the article."""
    content = workflow.content_of(article)
    return fingerprint(asdict(content), article.state, article.published_at)
