"""The root of all addresses."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from articles import sitemaps
from articles import urls as articles_urls
from articles.media_views import media
from comments import urls as comments_urls
from portal import health, views, wellknown
from portal.sitemaps import SECTIONS

site = [
    path("", views.front, name="front"),
    path("page/<slugtext:slug>/", views.page_detail, name="page_detail"),
]

for_machines = [
    path("healthz", health.alive, name="alive"),
    path("readyz", health.ready, name="ready"),
    path("robots.txt", wellknown.robots_txt, name="robots_txt"),
    path(".well-known/security.txt", wellknown.security_txt, name="security_txt"),
    path("sitemap.xml", sitemaps.sitemap_index, {"sections": SECTIONS}, name="sitemap"),
    path(
        "sitemap-<slug:name>-<id:number>.xml",
        sitemaps.sitemap_section,
        {"sections": SECTIONS},
        name="sitemap_section",
    ),
    path("news-sitemap.xml", sitemaps.news_sitemap, name="news_sitemap"),
]

urlpatterns = [
    *for_machines,
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
