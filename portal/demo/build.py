"""Builds the demo site: what the content of this folder becomes on an empty installation.

Everything goes through the verbs of the newsroom and of readers. Only times are put back
afterwards: a site that is a month old could not be built in less than a month otherwise.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from articles import corrections, filing, freshness, topics, workflow
from articles.content import ArticleContent
from articles.models import (
    Article,
    ArticleCounter,
    ArticleRevision,
    Author,
    Category,
    Correction,
    JournalEntry,
    Notification,
    OutgoingMail,
    Picture,
    SiteProfile,
    Tag,
    Tombstone,
    Topic,
    User,
    ViewDay,
)
from articles.pictures import store_picture
from comments import moderation
from comments.models import Comment
from portal.demo.accounts import account_of, make_accounts
from portal.demo.curves import spread
from portal.demo.planning import add_planning
from portal.demo.records import DemoArticle, DemoComment, DemoPage, DemoProfile, DemoSite, DemoTopic
from portal.models import StandingPage

FIRST_ID = 900_001
LOADS_A_VIEW = 1.3  # some readers open a page again within half an hour


class SiteHasArticles(Exception):
    """Somebody works here already; demo content would only be in the way."""


def is_wanted() -> bool:
    """Whether nobody has worked here yet: not an article is there, nor ever was."""
    return not (Article.objects.exists() or Tombstone.objects.exists())


def build(password: str, site: DemoSite) -> None:
    """Build the demo site.

    All or nothing, so that a second run finds either an empty site or a whole one.
    Raises SiteHasArticles.
    """
    if not is_wanted():
        raise SiteHasArticles
    # Before the transaction: drawing renditions takes most of the time, and locks nobody out.
    library = _Library(site)
    with transaction.atomic():
        users = make_accounts(password)
        _Builder(site, library, users, timezone.now()).build()


class _Library:
    """The demo's pictures in the picture library, by their keys."""

    def __init__(self, site: DemoSite) -> None:
        self.pictures = {
            picture.key: self._store(
                picture.file, alt=picture.alt, caption=picture.caption, credit=picture.credit
            )
            for picture in site.pictures
        }
        self.avatars = {a.key: self._store(a.avatar, alt=a.name) for a in site.authors if a.avatar}
        self.wechat_qr = self._store(site.profile.wechat_qr, alt=site.profile.wechat_qr_alt)

    @staticmethod
    def _store(path: Path, alt: str, caption: str = "", credit: str = "") -> Picture:
        with path.open("rb") as file:
            return store_picture(
                File(file), title=path.stem, alt=alt, caption=caption, credit=credit
            )


class _Builder:
    """Writes one site; remembers what the keys of its content have become."""

    def __init__(
        self, site: DemoSite, library: _Library, users: dict[str, User], now: datetime
    ) -> None:
        self.site, self.library, self.users, self.now = site, library, users, now
        self.ids = {story.key: FIRST_ID + n for n, story in enumerate(site.articles)}
        self.stories = {story.key: story for story in site.articles}
        self.categories: dict[str, Category] = {}
        self.authors: dict[str, Author] = {}
        self.tags: dict[str, Tag] = {}
        self.comments: dict[str, Comment] = {}

    def build(self) -> None:
        self._profile(self.site.profile)
        self._people_and_places()
        for story in self.site.articles:
            self._article(story)
        for comment in self.site.comments:
            self._comment(comment)
        for page in self.site.pages:
            self._page(page)
        for place, topic in enumerate(self.site.topics):
            self._topic(topic, place)
        add_planning(self.now)
        # Nobody wants to be told what was made up.
        Notification.objects.all().delete()
        OutgoingMail.objects.all().delete()
        freshness.touch("site", "front")

    def _profile(self, facts: DemoProfile) -> None:
        if SiteProfile.objects.exists():
            return  # the newsroom has begun with its own
        names = ["name", "tagline", "promise", "publisher", "phone", "qq", "email", "hours"]
        names += ["wechat_name", "icp", "legal_line"]
        values = {name: getattr(facts, name) for name in names}
        SiteProfile.objects.create(pk=1, wechat_qr=self.library.wechat_qr, **values)

    def _people_and_places(self) -> None:
        for category in self.site.categories:
            self.categories[category.key] = Category.objects.create(
                name=category.name,
                slug=category.key,
                parent=self.categories.get(category.parent),
                description=category.description,
                position=category.position,
            )
        for author in self.site.authors:
            self.authors[author.key] = Author.objects.create(
                name=author.name,
                slug=author.key,
                role=author.role,
                bio=author.bio,
                avatar=self.library.avatars.get(author.key),
                user=self.users.get(author.account),
            )
        for name in self.site.tags:
            self.tags[name] = filing.make_tag(name, by=None)

    def _article(self, story: DemoArticle) -> None:
        content = self._content(story)
        writer = self.authors[story.authors[0]].user or self.users["editor"]
        pk = self.ids[story.key]
        first = content if story.updated_hours_ago is None else _shortened(content)
        article = workflow.create_article(first, by=writer, article_id=pk)
        if story.state != "draft":
            workflow.submit(article.revisions.latest("pk"), by=writer)
        if story.state in ("published", "scheduled", "withdrawn"):
            self._publish(story, article, content)
        self._date(story, pk)

    def _publish(self, story: DemoArticle, article: Article, content: ArticleContent) -> None:
        editor = self.users["editor"]
        at = story.published_at(self.now)
        article = workflow.publish(article.revisions.latest("pk"), by=editor, at=at)
        if story.updated_hours_ago is not None:
            more = workflow.save_revision(article, content, by=editor, note="补充")
            kind = Correction.Kind.CORRECTION if story.correction else Correction.Kind.UPDATE
            corrections.name_change(more, kind, story.correction)
            article = workflow.publish(more, by=editor)
        if story.pinned or story.featured:
            chief = self.users["chief"]
            workflow.place(article, by=chief, is_pinned=story.pinned, is_featured=story.featured)
        self._count(story, article)
        if story.state == "withdrawn":
            workflow.withdraw(article, by=self.users["chief"], reason="内容有待核实")

    def _content(self, story: DemoArticle) -> ArticleContent:
        body = story.body_for(
            article_url=lambda key: f"/article/{self.ids[key]}.html",
            picture_id=lambda key: self.library.pictures[key].pk,
        )
        cover = self.library.pictures.get(story.cover)
        return ArticleContent(
            headline=story.headline,
            subheadline=story.subheadline,
            excerpt=story.excerpt,
            body=body,
            language=story.language,
            cover_id=cover.pk if cover else None,
            category_id=self.categories[story.category].pk,
            tag_ids=tuple(self.tags[name].pk for name in story.tags),
            author_ids=tuple(self.authors[key].pk for key in story.authors),
            responsible_editor=story.editor_name,
            editor_code=story.editor_code,
            origin=story.origin,
            source_name=story.source_name,
            source_url=story.source_url,
            indent_first_line=story.indent,
            seo_title=story.seo_title,
            seo_description=story.seo_description,
        )

    def _count(self, story: DemoArticle, article: Article) -> None:
        """Readings day by day since publication, and likes, as if they had come from elsewhere."""
        if article.published_at is None or article.published_at > self.now:
            return
        first = timezone.localdate(article.published_at)
        days = (timezone.localdate(self.now) - first).days + 1
        shares = enumerate(spread(story.views, story.curve, days))
        rows = [
            ViewDay(
                article=article,
                day=first + timedelta(days=number),
                views=views,
                loads=round(views * LOADS_A_VIEW),
            )
            for number, views in shares
            if views
        ]
        ViewDay.objects.bulk_create(rows)
        ArticleCounter.objects.filter(pk=article.pk).update(
            views=sum(row.views for row in rows),
            loads=sum(row.loads for row in rows),
            likes_base=story.likes,
        )

    def _date(self, story: DemoArticle, pk: int) -> None:
        """Put the times back that were taken while building."""
        began = min(story.published_at(self.now), self.now) - timedelta(hours=3)
        updated = story.updated_at(self.now)
        Article.objects.filter(pk=pk).update(created_at=began, updated_at=updated)
        if updated:
            Correction.objects.filter(article=pk).update(made_at=updated)
        revisions = ArticleRevision.objects.filter(article=pk).order_by("pk")
        moments = [began, updated or began]
        for revision, moment in zip(revisions, moments, strict=False):
            ArticleRevision.objects.filter(pk=revision.pk).update(created_at=moment)
        acts = JournalEntry.objects.filter(kind="articles.article", object_id=pk).order_by("pk")
        for number, act in enumerate(acts):
            moment = min(began + timedelta(minutes=40 * number), self.now)
            JournalEntry.objects.filter(pk=act.pk).update(at=moment)

    def _comment(self, record: DemoComment) -> None:
        article = Article.objects.get(pk=self.ids[record.article])
        number = len(self.comments)
        submission = moderation.Submission(
            name=record.name,
            address=record.email,
            body=record.body,
            url=record.url,
            parent=self.comments.get(record.parent),
            network=f"2001:db8:{number:x}::/56",  # RFC 3849: nobody's address
        )
        by = account_of(self.authors[record.author]) if record.author else None
        comment = moderation.receive(submission, article, by=by)
        verbs = {
            "approved": moderation.approve,
            "rejected": moderation.reject,
            "spam": moderation.mark_spam,
        }
        if by is None and record.state in verbs:
            verbs[record.state](comment, by=self.users["moderator"])
        written = record.written_at(self.stories[record.article], self.now)
        decided = None if record.state == "pending" else written + timedelta(minutes=20)
        Comment.objects.filter(pk=comment.pk).update(created_at=written, decided_at=decided)
        self.comments[record.key] = comment

    def _page(self, page: DemoPage) -> None:
        StandingPage.objects.create(
            title=page.title,
            slug=page.slug,
            body=page.body,
            position=page.position,
            is_in_footer=True,
        )

    def _topic(self, topic: DemoTopic, place: int) -> None:
        made = Topic.objects.create(
            name=topic.name,
            slug=topic.key,
            intro=topic.intro,
            picture=self.library.pictures[topic.picture],
            is_published=True,
            is_featured=topic.featured,
            position=place,
        )
        topics.gather(made, [self.ids[key] for key in topic.articles], by=self.users["editor"])


def _shortened(content: ArticleContent) -> ArticleContent:
    """The text before its last paragraph was added: what a later correction adds to."""
    head, _last, _rest = content.body.rpartition("<p>")
    return replace(content, body=head or content.body)
