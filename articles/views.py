"""Pages on which articles are read and listed."""

from collections import Counter
from collections.abc import Callable
from functools import wraps
from io import BytesIO
from itertools import groupby
from typing import Any

import segno
from django.core.paginator import InvalidPage, Page
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import resolve, reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from articles import archive, counters, search_terms, topics
from articles.article_page import article_page_context, trail_to
from articles.correction_pages import correction_list_context
from articles.heads import PageHead
from articles.listings import listing_context, topic_page_context
from articles.models import Article, Author, Category, Tag, Topic
from articles.models.fields import normal_slug
from articles.pagination import page_number_or_404
from articles.permalinks import public_article
from articles.public_pages import private_page, public_page
from articles.search_page import search_page_context

AUTHORS_BESIDE_A_LIST = 5
QR_MAX_AGE_S = 24 * 3600  # the permalink in it never changes; the article may be withdrawn

View = Callable[..., HttpResponse]


def canonical_slug(view: View) -> View:
    """Send every other spelling of a slug (case, Unicode composition) to the stored one."""

    @wraps(view)
    def found(request: HttpRequest, slug: str) -> HttpResponse:
        if (normal := normal_slug(slug)) == slug:
            return view(request, slug)
        target = reverse(resolve(request.path_info).view_name, args=[normal])
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(f"{target}?{query}" if query else target)

    return found


@public_page
def article_detail(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Article.objects.select_related("category__parent", "cover")
    article = public_article(pk, topics.with_topic(rows))
    page = render(request, "articles/article_detail.html", article_page_context(article))
    # With a receipt the page shows one reader's own comment: it is for nobody else.
    return private_page(page) if "receipt" in request.GET else page


@public_page
def article_redirect(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead to the permalink; of a hidden article this address says no more than the permalink."""
    article = public_article(pk, Article.objects.defer("body"))
    return HttpResponsePermanentRedirect(article.get_absolute_url())


@public_page
def article_qr(request: HttpRequest, pk: int) -> HttpResponse:
    """The permalink as a QR code, for the telephone's camera."""
    article = public_article(pk, Article.objects.defer("body"))
    drawing = BytesIO()
    code = segno.make(article.permalink, error="m", micro=False)
    # White ground whatever the theme: cameras do not read light on dark.
    code.save(drawing, kind="svg", border=2, light="#fff", omitsize=True, xmldecl=False)
    response = HttpResponse(drawing.getvalue(), content_type="image/svg+xml")
    patch_cache_control(response, public=True, max_age=QR_MAX_AGE_S)
    return response


@public_page
@canonical_slug
def category_detail(request: HttpRequest, slug: str) -> HttpResponse:
    category = get_object_or_404(Category.objects.select_related("parent"), slug=slug)
    context = listing_context(
        request,
        Article.objects.published().in_category(category).newest_first(),
        category.get_absolute_url(),
        title=category.name,
        description=category.description,
        has_feeds=True,
    )
    context |= {
        "category": category,
        "section": category.parent or category,
        "is_list": not category.parent_id,
        "trail": trail_to(category.parent),
        "topics": category.children.all(),
        "authors": _authors_of(context["page"]),
    }
    return render(request, "articles/category_detail.html", context)


@public_page
@canonical_slug
def tag_detail(request: HttpRequest, slug: str) -> HttpResponse:
    tag = get_object_or_404(Tag, slug=slug)
    context = listing_context(
        request,
        Article.objects.published().tagged(tag).newest_first(),
        tag.get_absolute_url(),
        title=tag.name,
        description=tag.description,
        has_feeds=True,
    )
    if not context["page"].paginator.count:
        raise Http404  # a tag that only hidden articles carry would tell what they are about
    return render(request, "articles/tag_detail.html", context | {"tag": tag})


@public_page
@canonical_slug
def topic_detail(request: HttpRequest, slug: str) -> HttpResponse:
    topic = get_object_or_404(Topic.objects.published().select_related("picture"), slug=slug)
    return render(request, "articles/topic_detail.html", topic_page_context(request, topic))


@public_page
@canonical_slug
def author_detail(request: HttpRequest, slug: str) -> HttpResponse:
    author = get_object_or_404(Author.objects.select_related("avatar"), slug=slug)
    articles = Article.objects.published().by_author(author)
    context = listing_context(
        request,
        articles.newest_first(),
        author.get_absolute_url(),
        title=author.name,
        description=author.bio or author.role,
        has_feeds=True,
    )
    context |= {"author": author, "views": counters.views_of(articles)}
    return render(request, "articles/author_detail.html", context)


@public_page
def archive_index(request: HttpRequest) -> HttpResponse:
    months = archive.months(Article.objects.published())
    context = {
        "head": PageHead(title=_("Archive"), path=reverse("articles:archive_index")),
        "years": [(y, list(group)) for y, group in groupby(months, lambda month: month.start.year)],
    }
    return render(request, "articles/archive_index.html", context)


@public_page
def archive_year(request: HttpRequest, year: int) -> HttpResponse:
    context = _archived(request, archive.Span(year))
    return render(request, "articles/archive_year.html", context)


@public_page
def archive_month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    context = _archived(request, archive.Span(year, month))
    return render(request, "articles/archive_month.html", context)


@public_page
def correction_list(request: HttpRequest) -> HttpResponse:
    return render(request, "articles/correction_list.html", correction_list_context(request))


def _archived(request: HttpRequest, span: archive.Span) -> dict[str, Any]:
    """What was published in a month or a year; there is no page of one without articles."""
    public = Article.objects.published()
    context = listing_context(
        request, span.within(public).newest_first(), span.address, title=span.name
    )
    if not context["page"].paginator.count:
        raise Http404
    year = archive.Span(span.year)
    trail = [(_("Archive"), reverse("articles:archive_index"))]
    return context | {
        "span": span,
        "trail": [*trail, (year.name, year.address)] if span.month else trail,
        "months": archive.months_of(span.year, public),
    }


@public_page
def search_page(request: HttpRequest) -> HttpResponse:
    try:
        context = search_page_context(request.GET, page_number_or_404(request))
    except InvalidPage:
        raise Http404 from None
    _count_search(request, context)
    return render(request, "articles/search_page.html", context)


def _count_search(request: HttpRequest, context: dict[str, Any]) -> None:
    """Count a reader's question once: turning pages and sifting ask nothing new."""
    sieve, results = context["sieve"], context["results"]
    is_first = request.method == "GET" and sieve.is_unsifted and results.page.number == 1
    if is_first and results.has_terms and search_terms.is_a_readers(request.headers):
        search_terms.record(sieve.query, found=results.total)


def _authors_of(page: Page) -> list[Author]:
    """Who wrote most of the articles on this page, at most five."""
    written = Counter(author for article in page for author in article.ordered_authors)
    authors = [author for author, _count in written.most_common(AUTHORS_BESIDE_A_LIST)]
    prefetch_related_objects(authors, "avatar")
    return authors
