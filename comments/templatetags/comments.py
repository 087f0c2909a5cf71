"""What the comments app puts on a page: a thread, its form, the newest voices."""

from datetime import datetime
from typing import Any

from django import template
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles import dates
from articles.models import Article
from comments import receipts, threads
from comments.forms import CommentForm
from comments.models import Comment
from comments.threads import Thread

register = template.Library()


@register.inclusion_tag("comments/_talk.html", takes_context=True)
def comment_thread(context: template.Context, article: Article) -> dict[str, Any]:
    """The comments under an article, and the form. The page's view has attached the totals.

    Whoever holds the receipt of a comment that waits sees it at its place.
    """
    own = _own_comment(context.get("request"), article)
    return {
        "article": article,
        "total": article.totals.comments,  # type: ignore[attr-defined]
        "thread": threads.first_page(article, own),
        "accepts_comments": _accepts_comments(context, article),
        "comment_form": context.get("comment_form"),
        "profile": context.get("profile"),
    }


@register.inclusion_tag("comments/_remarks.html", takes_context=True)
def thread_remarks(context: template.Context, article: Article, thread: Thread) -> dict[str, Any]:
    """The nested comments of a thread."""
    return {"remarks": thread.remarks, "can_reply": _accepts_comments(context, article)}


@register.inclusion_tag("comments/_form.html", takes_context=True)
def comment_form(context: template.Context, article: Article) -> dict[str, Any]:
    """The form: as the view filled it in (`comment_form`), or empty."""
    form = context.get("comment_form") or CommentForm(article=article)
    fields = [field for field in form.visible_fields() if field.name in form.errors]
    return {
        "article": article,
        "form": form,
        "answered": form.answered,
        "faulty_fields": fields,
        "other_errors": [*form.errors.get("parent", []), *form.non_field_errors()],
        "accepts_comments": _accepts_comments(context, article),
    }


@register.inclusion_tag("comments/_latest.html")
def latest_comments(limit: int = 5) -> dict[str, Any]:
    """The newest comments on public articles."""
    newest = Comment.objects.counted().on_public_articles().order_by("-created_at")
    return {"comments": newest.select_related("article").defer("article__body")[:limit]}


@register.simple_tag
def comment_time(moment: datetime) -> SafeString:
    """11月24日 08:12; with the year where it is another one."""
    local = timezone.localtime(moment)
    is_of_this_year = local.year == timezone.localtime().year
    day = dates.short_day(local) if is_of_this_year else dates.day(local)
    machine = local.isoformat(timespec="minutes")
    return format_html('<time datetime="{}">{} {}</time>', machine, day, dates.hour(local))


def _own_comment(request: HttpRequest | None, article: Article) -> Comment | None:
    receipt = request.GET.get(receipts.PARAMETER) if request else None
    comment = receipts.comment_for(receipt, article_id=article.pk) if receipt else None
    return comment if comment and comment.is_waiting_for_its_writer else None


def _accepts_comments(context: template.Context, article: Article) -> bool:
    return bool(article.accepts_comments and context["profile"].comments_open)
