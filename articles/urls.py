"""Addresses of what readers read; CONTRACT.md promises them."""

from collections.abc import Callable

from django.urls import URLPattern, path, register_converter

from articles import counting_views, sharing_views, views
from articles.feeds import views as feeds
from articles.models.fields import normal_slug
from articles.permalinks import is_id


class IdConverter:
    """An id as we print it; other spellings of the number are other addresses."""

    regex = "[0-9]+"

    def to_python(self, value: str) -> int:
        if not is_id(value):
            raise ValueError
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class SlugTextConverter:
    """A slug in any script, as it came: the view sends other spellings to the stored one."""

    LONGEST = 200  # characters; the stored ones have at most half as many
    regex = f"[^/]{{1,{LONGEST}}}"

    def to_python(self, value: str) -> str:
        # Folding makes some texts longer (ß becomes ss): what it makes must be an address, too.
        if not value.isprintable() or len(normal_slug(value)) > self.LONGEST:
            raise ValueError
        return value

    def to_url(self, value: str) -> str:
        return normal_slug(value)


class YearConverter:
    regex = "(?:19|20|21)[0-9]{2}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:04d}"


class MonthConverter:
    regex = "0[1-9]|1[0-2]"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:02d}"


register_converter(IdConverter, "id")
register_converter(SlugTextConverter, "slugtext")
register_converter(YearConverter, "yyyy")
register_converter(MonthConverter, "mm")

app_name = "articles"


def feed_paths(under: str, view: Callable, name: str = "") -> list[URLPattern]:
    """The feeds of a page lie under its address, in all three formats."""
    return [
        path(f"{under}{ending}", view, {"form": ending}, name=f"{name}{last}")
        for ending, (last, _write) in feeds.FORMATS.items()
    ]


urlpatterns = [
    path("article/<id:pk>.html", views.article_detail, name="article_detail"),
    path("article/<id:pk>", views.article_redirect, name="article_redirect"),
    path("article/<id:pk>/", views.article_redirect),
    path("article/<id:pk>/qr.svg", views.article_qr, name="article_qr"),
    path("article/<id:pk>/view/", counting_views.article_view, name="article_view"),
    path("article/<id:pk>/like/", counting_views.article_like, name="article_like"),
    path("category/<slugtext:slug>/", views.category_detail, name="category_detail"),
    path("tag/<slugtext:slug>/", views.tag_detail, name="tag_detail"),
    path("topic/<slugtext:slug>/", views.topic_detail, name="topic_detail"),
    path("author/<slugtext:slug>/", views.author_detail, name="author_detail"),
    path("archive/", views.archive_index, name="archive_index"),
    path("archive/<yyyy:year>/", views.archive_year, name="archive_year"),
    path("archive/<yyyy:year>/<mm:month>/", views.archive_month, name="archive_month"),
    path("corrections/", views.correction_list, name="correction_list"),
    path("search/", views.search_page, name="search_page"),
    path("preview/<str:token>/", sharing_views.shared_preview, name="shared_preview"),
    path(
        "preview/<str:token>/media/<path:path>", sharing_views.shared_picture, name="shared_picture"
    ),
    *feed_paths("", feeds.site_feed),
    *feed_paths("category/<slugtext:slug>/", feeds.category_feed, "category_"),
    *feed_paths("tag/<slugtext:slug>/", feeds.tag_feed, "tag_"),
    *feed_paths("topic/<slugtext:slug>/", feeds.topic_feed, "topic_"),
    *feed_paths("author/<slugtext:slug>/", feeds.author_feed, "author_"),
]
