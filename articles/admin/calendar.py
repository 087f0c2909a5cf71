"""The desk's calendar: what is planned, what appears by itself, what must wait, what is out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from articles import workflow
from articles.admin.calendar_days import SHAPES, Kind, days_of
from articles.admin.calendar_span import NoSuchSpan, Span, day_of, midnight, plan_of, week_of
from articles.admin.words import refusal
from articles.content import ArticleContent
from articles.form_fields import writers
from articles.forms import zone_note
from articles.models import Article, Category, User
from articles.permalinks import is_id
from articles.public_forms import wants_json

View = Callable[..., Callable[..., HttpResponse]]

MORNING = time(9, 0)  # for a plan that has no hour yet
FILTERS = ("mine", "assignee", "category")


def paths(admin: ModelAdmin, wrap: View) -> list[URLPattern]:
    """The addresses of this module, below /admin/articles/article/."""

    def calendar_view(request: HttpRequest) -> HttpResponse:
        if not admin.has_view_permission(request):
            raise PermissionDenied
        return calendar(admin, request)

    def add_view(request: HttpRequest) -> HttpResponse:
        if not (admin.has_add_permission(request) and may_plan(request.user)):
            raise PermissionDenied
        return add_idea(request)

    def plan_view(request: HttpRequest, pk: int) -> HttpResponse:
        return plan(request, admin.article_or_404(request, pk))

    return [
        path("calendar/", wrap(calendar_view), name="articles_article_calendar"),
        path("calendar/add/", wrap(add_view), name="articles_article_calendar_add"),
        path("<int:pk>/plan/", wrap(plan_view), name="articles_article_plan"),
    ]


def may_plan(user: Any) -> bool:
    """Whether the person settles when the desk means to be ready; others look on."""
    return user.has_perm(workflow.MOVES["assign"].permission)


@dataclass(frozen=True)
class Sieve:
    """Whose articles and of which category; empty for all. Raises BadRequest for what is no id."""

    mine: bool = False
    assignee: str = ""
    category: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> "Sieve":
        given = {name: request.GET.get(name, "") for name in FILTERS}
        if not all(value == "" or is_id(value) for value in (given["assignee"], given["category"])):
            raise BadRequest("That is no id.")
        return cls(given["mine"] == "1", given["assignee"], given["category"])

    def narrowed(self, articles: Any, user: User) -> QuerySet[Article]:
        if self.mine:
            own = Article.objects.written_by(user).order_by().values("pk")
            articles = articles.filter(Q(assignee=user) | Q(pk__in=own))
        if self.assignee:
            articles = articles.filter(assignee=self.assignee)
        if self.category:
            family = Category.objects.filter(Q(pk=self.category) | Q(parent=self.category))
            articles = articles.filter(category__in=family.order_by().values("pk"))
        return articles

    @property
    def address(self) -> dict[str, str]:
        given = {"mine": "1" if self.mine else "", "assignee": self.assignee}
        chosen = given | {"category": self.category}
        return {name: value for name, value in chosen.items() if value}


def calendar(admin: ModelAdmin, request: HttpRequest) -> HttpResponse:
    """A month or a week of what this person may see. BadRequest for a span that is none."""
    span, sieve = _asked(request)
    user: Any = request.user
    sees_others = user.has_perm("articles.change_others_article")
    today = day_of(timezone.now())
    shown = span.month or today
    context = admin.admin_site.each_context(request) | {
        "title": _("Calendar"),
        "opts": admin.opts,
        "span": span,
        "days": days_of(span, sieve.narrowed(admin.get_queryset(request), user)),
        "sieve": sieve,
        "before": _address(span.before, sieve),
        "after": _address(span.after, sieve),
        "this_month": _address({"month": f"{today:%Y-%m}"}, sieve),
        "as_month": _address({"month": f"{span.first:%Y-%m}"}, sieve),
        "as_week": _address(
            {"week": week_of(today if today.replace(day=1) == shown else shown)}, sieve
        ),
        "here": _address(span.address, sieve),
        "kinds": [(SHAPES[kind], kind.label, kind.value) for kind in Kind],
        "categories": Category.objects.in_tree_order(),
        "colleagues": [(str(one.pk), one.display_name) for one in writers()] if sees_others else [],
        "sees_others": sees_others,
        "may_plan": may_plan(user),
        "may_add": may_plan(user) and admin.has_add_permission(request),
        "zone": zone_note(),
    }
    return TemplateResponse(request, "admin/articles/article/calendar.html", context)


def plan(request: HttpRequest, article: Article) -> HttpResponse:
    """Move the plan to the posted day, at the hour that it has; change nothing else.

    What readers see depends on other times. GET is refused: it writes.
    """
    if request.method != "POST":
        raise Http404
    day = _posted_day(request)
    try:
        workflow.place(article, by=request.user, planned_for=_planned(article, day))
    except workflow.NotAllowed:
        raise PermissionDenied from None
    except workflow.MoveRefused as error:
        return _answer(request, refusal(error), day, status=409)
    text = _("“%(article)s” is planned for %(day)s.")
    return _answer(request, text % {"article": article, "day": date_format(day)}, day)


def add_idea(request: HttpRequest) -> HttpResponse:
    """Begin a draft that is nothing but a headline and the day for which it is planned."""
    if request.method != "POST":
        raise Http404
    day = _posted_day(request)
    headline = " ".join(request.POST.get("headline", "").replace("\0", " ").split())
    longest: Any = Article._meta.get_field("headline").max_length
    if not headline or len(headline) > longest:
        text = _("Give the idea a headline of at most %(count)d characters.")
        return _answer(request, text % {"count": longest}, day, status=400)
    content = ArticleContent(headline=headline, language=settings.LANGUAGE_CODE)
    with transaction.atomic():
        article = workflow.create_article(content, by=request.user)
        workflow.place(article, by=request.user, planned_for=_planned(article, day))
    text = _("“%(article)s” is planned for %(day)s.")
    return _answer(request, text % {"article": article, "day": date_format(day)}, day)


def _asked(request: HttpRequest) -> tuple[Span, Sieve]:
    try:
        return Span.of(request.GET), Sieve.of(request)
    except NoSuchSpan as error:
        raise BadRequest(f"No month or week of the calendar: {error}") from None


def _posted_day(request: HttpRequest) -> date:
    try:
        return plan_of(request.POST.get("day", ""))
    except NoSuchSpan:
        raise BadRequest("That is no day of the calendar.") from None


def _planned(article: Article, day: date) -> datetime:
    zone = timezone.get_default_timezone()
    if article.planned_for is None:
        return midnight(day).replace(hour=MORNING.hour)
    hour = timezone.localtime(article.planned_for, zone).time()
    return datetime.combine(day, hour, zone)


def _answer(request: HttpRequest, text: str, day: date, status: int = 200) -> HttpResponse:
    """Tell a script by JSON, and a person on the calendar from which the form was sent."""
    if wants_json(request):
        return JsonResponse({"message": text, "day": day.isoformat()}, status=status)
    (messages.success if status == 200 else messages.error)(request, text)
    return HttpResponseRedirect(_back(request, day))


def _back(request: HttpRequest, day: date) -> str:
    """The page that the form names among those of the calendar, or that of the day."""
    here = reverse("admin:articles_article_calendar")
    asked = request.POST.get("next", "")
    if asked.startswith(f"{here}?") and asked.isprintable():
        return asked
    return f"{here}?{urlencode({'month': f'{day:%Y-%m}'})}"


def _address(span: dict[str, str], sieve: Sieve) -> str:
    return f"{reverse('admin:articles_article_calendar')}?{urlencode(span | sieve.address)}"
