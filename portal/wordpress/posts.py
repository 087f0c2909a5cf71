"""Posts of an export become articles, by the verbs that the newsroom uses."""

from __future__ import annotations

from dataclasses import asdict

from django.utils.translation import gettext as _

from articles import workflow
from articles.models import Article, ArticleCounter, Redirect
from articles.renaming import point
from articles.workflow import IdTaken
from portal.wordpress.addresses import local_path, split
from portal.wordpress.answers import Answers
from portal.wordpress.composing import OUT_OF_SIGHT, Composed, Composer
from portal.wordpress.ledger import Ledger, fingerprint, said_same, untouched
from portal.wordpress.records import ExportItem
from portal.wordpress.report import Report

LONGEST_PATH = Redirect._meta.get_field("old_path").max_length


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
        visible = [item for item in items if item.status not in OUT_OF_SIGHT]
        self._report.skipped("articles", len(items) - len(visible))
        known = self._ledger.known("article", map(key_of, visible))
        here = Article.objects.select_related("latest_revision").in_bulk(
            [row.object_id for row in known.values()]
        )
        written: list[tuple[ExportItem, Article | None]] = []
        for item in visible:
            composed = self._composer.article(item)
            said = fingerprint(asdict(composed))
            row = known.get(key_of(item))
            article = here.get(row.object_id) if row else None
            if row is None:
                article = self._create(item, composed, said)
            elif article is None or said_same(row, said):
                self._report.skipped("articles")  # what was purged here stays purged
            else:
                self._update(item, article, composed, said, row)
            written.append((item, article))
        self._answers.write(written)

    def _create(self, item: ExportItem, composed: Composed, said: str) -> Article | None:
        self._report.created("articles")
        if self._dry_run:
            return None
        note = _("Imported from WordPress")
        try:
            article = workflow.create_article(
                composed.content, by=None, article_id=item.id or None, note=note
            )
        except IdTaken:
            self._report.warn(
                _("Ids that were taken were replaced; old addresses redirect"), f"#{item.id}"
            )
            article = workflow.create_article(composed.content, by=None, note=note)
        article = self._bring_to_state(item, article, composed)
        self._lead_from_old_addresses(item, article)
        self._remember(item, article, said)
        return article

    def _update(
        self, item: ExportItem, article: Article, composed: Composed, said: str, row
    ) -> None:
        if not untouched(row, _state_of(article)):
            self._report.skipped("articles")
            self._report.warn(
                _("Changed in the export and here; ours was left alone"), f"#{article.pk}"
            )
            return
        self._report.updated("articles")
        if self._dry_run:
            return
        if composed.content != workflow.content_of(article):
            workflow.save_revision(
                article, composed.content, by=None, note=_("Imported from WordPress again")
            )
        article = self._bring_to_state(item, article, composed)
        self._remember(item, article, said)

    def _bring_to_state(self, item: ExportItem, article: Article, composed: Composed) -> Article:
        article.refresh_from_db()
        revision = article.latest_revision
        if composed.publish_at:
            article = workflow.publish(revision, by=None, at=composed.publish_at)
        elif composed.is_in_review and article.state == Article.State.UNPUBLISHED:
            workflow.submit(revision, by=None)
        workflow.place(
            article, by=None, is_pinned=composed.is_pinned, comments_open=composed.comments_open
        )
        if composed.views or composed.likes:
            ArticleCounter.objects.filter(article=article).update(
                views_base=composed.views, likes_base=composed.likes
            )
        return article

    def _lead_from_old_addresses(self, item: ExportItem, article: Article) -> None:
        new_path = article.get_absolute_url()
        for old_path in old_paths(item, is_id_kept=article.pk == item.id):
            if old_path != new_path:
                point(old_path, new_path, cause=Redirect.Cause.IMPORT)

    def _remember(self, item: ExportItem, article: Article, said: str) -> None:
        article.refresh_from_db()
        self._ledger.remember("article", key_of(item), article.pk, said, _state_of(article))


def key_of(item: ExportItem) -> str:
    """What tells an item from all others of its site, in every export of it."""
    return str(item.id) if item.id else fingerprint(item.guid, item.link, item.title, item.date)


def old_paths(item: ExportItem, *, is_id_kept: bool = False, query: str = "p") -> list[str]:
    """The paths under which readers had this item. Ours answer at ``/?p=`` for ids of their own."""
    paths = [local_path(item.link)] if split(item.link).path.strip("/") else []
    if paths and item.slug and (earlier := item.meta.get("_wp_old_slug", "").strip()):
        paths.append(paths[0].replace(item.slug, earlier))
    if item.id and not is_id_kept:
        paths.append(f"/?{query}={item.id}")
    return [path for path in dict.fromkeys(paths) if len(path) <= LONGEST_PATH]


def _state_of(article: Article) -> str:
    """A fingerprint of what people can change in the article."""
    content = workflow.content_of(article)
    return fingerprint(asdict(content), article.state, article.published_at)
