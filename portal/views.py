"""Pages of the site itself: the front page and the standing pages."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from articles.heads import PageHead, feeds_under
from articles.models import Article
from articles.permalinks import is_id, public_article
from articles.public_pages import public_page
from articles.rendering import render_body
from articles.views import canonical_slug
from portal import redirects
from portal.chrome import links_of
from portal.front_page import compose
from portal.models import StandingPage


@public_page
def front(request: HttpRequest) -> HttpResponse:
    if any(name in request.GET for name in redirects.WORDPRESS_IDS):
        return _wordpress_address(request)
    around = links_of(request)
    head = PageHead(path=reverse("portal:front"), feeds=feeds_under(reverse("portal:front")))
    context = {
        "links": around,
        "front": compose(around.sections, around.composition),
        "head": head,
        "is_front": True,
    }
    return render(request, "portal/front.html", context)


def _wordpress_address(request: HttpRequest) -> HttpResponse:
    """``/?p=12``: an imported address wins, then our own article of that id."""
    if answer := redirects.moved_by_query(request):
        return answer
    if not is_id(pk := request.GET.get("p", "")):
        raise Http404
    article = public_article(int(pk), Article.objects.defer("body"))
    return HttpResponsePermanentRedirect(article.get_absolute_url())


@public_page
@canonical_slug
def page_detail(request: HttpRequest, slug: str) -> HttpResponse:
    pages = StandingPage.objects.published().select_related("parent__parent__parent__parent")
    page = get_object_or_404(pages, slug=slug)
    context = {
        "head": PageHead(title=page.title, path=page.get_absolute_url()),
        "page": page,
        "body": render_body(page.body),
        "trail": page.trail,
        "children": page.children.published(),
    }
    return render(request, "portal/page_detail.html", context)
