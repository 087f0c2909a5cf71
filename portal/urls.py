"""The root of all addresses."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from articles import urls as articles_urls
from articles.media_views import media
from comments import urls as comments_urls
from portal import views

site = [
    path("", views.front, name="front"),
    path("page/<slugtext:slug>/", views.page_detail, name="page_detail"),
]

urlpatterns = [
    path("", include(articles_urls)),
    path("", include(comments_urls)),
    path("", include((site, "portal"))),
    path("admin/", admin.site.urls),
]

if settings.MEDIA_URL.startswith("/"):  # else another host serves the pictures
    urlpatterns.append(path(f"{settings.MEDIA_URL[1:]}<path:path>", media, name="media"))

handler400 = "portal.errors.bad_request"
handler403 = "portal.errors.permission_denied"
handler404 = "portal.errors.not_found"
handler500 = "portal.errors.server_error"
