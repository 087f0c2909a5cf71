"""Pages on which comments are read and sent."""

from typing import Any
from urllib.parse import urlencode

from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters

from articles import counters
from articles.article_page import article_page_context, trail_to
from articles.heads import PageHead
from articles.models import Article, SiteProfile, User
from articles.networks import client_network
from articles.pagination import page_or_404
from articles.permalinks import public_article
from articles.public_forms import is_same_site, same_site_only, wants_json
from articles.public_pages import private_page, public_page
from comments import moderation, receipts, threads
from comments.forms import CommentForm
from comments.models import Comment


@csrf_exempt  # comment_create asks for the proof of same_site_only instead
def comment_list(request: HttpRequest, article_pk: int) -> HttpResponse:
    """The address that takes a comment shows them all to whoever asks for it."""
    view = comment_create if request.method == "POST" else comment_pages
    return view(request, article_pk)


@public_page
def comment_pages(request: HttpRequest, article_pk: int) -> HttpResponse:
    """All comments on the article, page after page; the first page is that under the article."""
    article = _article(article_pk)
    page = page_or_404(threads.talks(article), request, per_page=threads.TALKS_A_PAGE)
    thread = threads.page_of(article, list(page))
    context = _context(request, article, _("Comments")) | {"page": page, "thread": thread}
    return render(request, "comments/comment_list.html", context)


@public_page
def comment_detail(request: HttpRequest, article_pk: int, pk: int) -> HttpResponse:
    """The permalink of a comment leads to the page where it stands now."""
    article = _article(article_pk)
    comment = get_object_or_404(article.comments.counted().select_related("root"), pk=pk)
    comment.article = article
    return HttpResponseRedirect(threads.address_of(comment))


@public_page
def talk_detail(request: HttpRequest, article_pk: int, pk: int) -> HttpResponse:
    """One top-level comment with all its answers, page after page."""
    article = _article(article_pk)
    talk = get_object_or_404(threads.talks(article), pk=pk)
    page = page_or_404(threads.replies(talk), request, per_page=threads.REPLIES_A_TALK)
    thread = threads.rest_of(article, talk, list(page))
    context = _context(request, article, _("Replies")) | {"page": page, "thread": thread}
    return render(request, "comments/talk_detail.html", context)


@public_page
def comment_reply(request: HttpRequest, article_pk: int, pk: int) -> HttpResponse:
    """The form for one answer, for readers without scripts."""
    article = _article(article_pk)
    comment = get_object_or_404(article.comments.counted(), pk=pk)
    title = _("Reply to %(name)s") % {"name": comment.name}
    context = _context(request, article, title) | {
        "remark": threads.own_remark(article, comment),
        "comment_form": CommentForm(article=article, parent=comment),
    }
    return render(request, "comments/comment_reply.html", context)


@sensitive_post_parameters()
@same_site_only(accept_unknown=True)
def comment_create(request: HttpRequest, article_pk: int) -> HttpResponse:
    """Take a comment: 303 to its receipt, or the page again with what must be mended."""
    article = public_article(
        article_pk, Article.objects.select_related("category__parent", "cover")
    )
    if not (article.accepts_comments and SiteProfile.load().comments_open):
        return _closed(request, article)
    form = CommentForm(request.POST, article=article)
    if not form.is_valid():
        return _again(request, article, form, status=422)
    submission = form.submission(network=client_network(request))
    try:
        comment = moderation.receive(submission, article, by=_colleague(request))
    except moderation.TooFast as refusal:
        return _too_fast(request, article, form, refusal.retry_after_s)
    except IntegrityError:  # the article, or the comment it answers, was deleted in the meantime
        raise Http404 from None
    return _received(request, article, comment)


def _article(pk: int) -> Article:
    article = public_article(pk, Article.objects.for_cards())
    counters.attach_totals([article])
    return article


def _context(request: HttpRequest, article: Article, title: str) -> dict[str, Any]:
    """What the pages around a thread share. They repeat the article's page: crawlers skip them."""
    return {
        "head": PageHead(title=f"{title} - {article.headline}", path=request.path, is_hidden=True),
        "article": article,
        "title": title,
        "trail": [*trail_to(article.category), (article.headline, article.get_absolute_url())],
        "section": article.category and (article.category.parent or article.category),
    }


def _colleague(request: HttpRequest) -> User | None:
    """The member of staff who writes. Without proof that our own page sent it, nobody is."""
    if is_same_site(request) and request.user.is_active and request.user.is_staff:
        return request.user
    return None


def _received(request: HttpRequest, article: Article, comment: Comment) -> HttpResponse:
    receipt = receipts.receipt_for(comment)
    if wants_json(request):
        is_waiting = comment.is_waiting_for_its_writer
        state = Comment.State.PENDING if is_waiting else comment.state
        answer = {"id": comment.pk, "state": state, "receipt": receipt}
        return private_page(JsonResponse(answer, status=201))
    query = urlencode({receipts.PARAMETER: receipt})
    address = f"{article.get_absolute_url()}?{query}"
    return private_page(HttpResponse(status=303, headers={"Location": address}))


def _again(
    request: HttpRequest, article: Article, form: CommentForm, *, status: int
) -> HttpResponse:
    """The whole article page with the form as it was filled in, and what to mend."""
    if wants_json(request):
        return private_page(JsonResponse({"errors": form.errors}, status=status))
    context = article_page_context(article) | {"comment_form": form}
    return private_page(render(request, "articles/article_detail.html", context, status=status))


def _too_fast(
    request: HttpRequest, article: Article, form: CommentForm, retry_after_s: int
) -> HttpResponse:
    minutes = -(-retry_after_s // 60)
    message = ngettext(
        "Too many comments in a short time. Your text is still here: send it again in a minute.",
        "Too many comments in a short time. Your text is still here: send it again in %(minutes)d"
        " minutes.",
        minutes,
    )
    form.add_error(None, message % {"minutes": minutes})
    response = _again(request, article, form, status=429)
    response.headers["Retry-After"] = str(retry_after_s)
    return response


def _closed(request: HttpRequest, article: Article) -> HttpResponse:
    sentence = _("The comments on this article are closed.")
    if wants_json(request):
        return private_page(JsonResponse({"errors": {"__all__": [sentence]}}, status=403))
    context = {"head": PageHead(is_hidden=True), "article": article, "sentence": sentence}
    return private_page(render(request, "comments/comments_closed.html", context, status=403))
