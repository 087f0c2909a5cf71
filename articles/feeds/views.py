"""The addresses of the feeds: the site's, and those of each category, tag, topic and author."""

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from articles.feeds import formats
from articles.feeds.entries import Channel
from articles.models import Article, ArticleQuerySet, Author, Category, SiteProfile, Tag, Topic
from articles.public_pages import public_page

Format = Callable[[Channel, str], HttpResponse]
# What is added to the address of a page to get its feeds, and the end of their names.
FORMATS: dict[str, tuple[str, Format]] = {
    "feed/": ("feed", formats.rss),
    "feed/atom/": ("feed_atom", formats.atom),
    "feed.json": ("feed_json", formats.json_feed),
}


@public_page
def site_feed(request: HttpRequest, *, form: str) -> HttpResponse:
    return _feed(form, Article.objects.all(), path="/")


@public_page
def category_feed(request: HttpRequest, slug: str, *, form: str) -> HttpResponse:
    category = get_object_or_404(Category, slug=slug)
    articles = Article.objects.in_category(category)
    return _feed(form, articles, category.name, category.description, category.get_absolute_url())


@public_page
def tag_feed(request: HttpRequest, slug: str, *, form: str) -> HttpResponse:
    tag = get_object_or_404(Tag, slug=slug)
    articles = Article.objects.tagged(tag)
    if not articles.published().exists():
        raise Http404  # like its page: only hidden articles carry it
    return _feed(form, articles, tag.name, tag.description, tag.get_absolute_url())


@public_page
def topic_feed(request: HttpRequest, slug: str, *, form: str) -> HttpResponse:
    """The newest first, whatever the order of the page: that is what readers of feeds ask for."""
    topic = get_object_or_404(Topic.objects.published(), slug=slug)
    articles = Article.objects.filter(topic_entries__topic=topic)
    return _feed(form, articles, topic.name, topic.summary, topic.get_absolute_url())


@public_page
def author_feed(request: HttpRequest, slug: str, *, form: str) -> HttpResponse:
    author = get_object_or_404(Author, slug=slug)
    articles = Article.objects.by_author(author)
    return _feed(form, articles, author.name, author.bio, author.get_absolute_url())


def _feed(
    form: str, articles: ArticleQuerySet, name: str = "", about: str = "", path: str = ""
) -> HttpResponse:
    profile = SiteProfile.load()
    channel = Channel.of(
        articles,
        title=f"{name} - {profile.name}" if name else profile.name,
        description=about or profile.tagline,
        path=path,
        site_name=profile.name,
    )
    _name, write = FORMATS[form]
    return write(channel, f"{settings.SITE_URL}{path}{form}")
