"""What each answer tells browsers to refuse, and which requests are refused without a token."""

import pytest
from django.contrib.admin import site
from django.test import Client
from django.urls import reverse

from articles.models import Article, Topic
from portal.models import StandingPage
from tests.factories import make_article, make_comment, make_picture, make_user

pytestmark = pytest.mark.django_db

WITH_EDITOR = {"articles_article_add", "articles_article_change"}
WITH_EDITOR |= {"articles_topic_add", "articles_topic_change"}
WITH_EDITOR |= {"portal_standingpage_add", "portal_standingpage_change"}
WITH_EDITOR |= {"articles_topic_add", "articles_topic_change"}

# The desk looks at the readers' page in a frame of its own.
FRAME, FRAMED = "articles_article_preview", "articles_article_preview_page"


@pytest.fixture
def chief():
    return make_user(is_superuser=True)


@pytest.fixture
def desk(chief):
    client = Client()
    client.force_login(chief)
    return client


def directives(response):
    policy = response.headers["Content-Security-Policy"]
    return {name: values for name, *values in (part.split() for part in policy.split(";"))}


def assert_strict(response, where):
    policy = directives(response)
    assert policy["default-src"] == policy["base-uri"] == ["'none'"], where
    assert policy["frame-ancestors"] == ["'none'"], where
    for name in ("script-src", "style-src", "img-src", "connect-src", "form-action"):
        assert policy[name] == ["'self'"], where
    assert all(address.startswith("https://") for address in policy["frame-src"]), where
    assert response.headers["X-Frame-Options"] == "DENY", where
    assert response.headers["X-Content-Type-Options"] == "nosniff", where
    assert response.headers["Referrer-Policy"] == "same-origin", where
    assert "camera=()" in response.headers["Permissions-Policy"], where


def assert_framed(response, name):
    """The preview frames one page of our own, and nobody else frames that one."""
    policy = directives(response)
    own, ancestors = policy["frame-src"] == ["'self'"], policy["frame-ancestors"]
    assert (own, ancestors) == (name == FRAME, ["'none'" if name == FRAME else "'self'"])
    frame_options = "DENY" if name == FRAME else "SAMEORIGIN"
    assert response.headers["X-Frame-Options"] == frame_options
    assert policy["script-src"] == policy["style-src"] == ["'self'"]


def admin_addresses():
    """Every address of the admin by its name, those of one thing for the first there is."""
    for pattern in site.get_urls():
        for one in getattr(pattern, "url_patterns", [pattern]):
            if not one.name:
                continue
            number = "articles" if one.name == "app_list" else _first_of(one.name)
            arguments = [number] * one.pattern.regex.groups
            yield one.name, reverse(f"admin:{one.name}", args=arguments)


def _first_of(name):
    """The id of something that the address of this name is about, 1 where there is nothing."""
    for model in site._registry:
        if name.startswith(f"{model._meta.app_label}_{model._meta.model_name}_"):
            first = model._default_manager.order_by("pk").first()
            return first.pk if first else 1
    return 1


def test_readers_pages_allow_nothing_from_elsewhere_and_no_inline_script(client):
    article = make_article()
    gone = make_article()
    Article.objects.filter(pk=gone.pk).update(state=Article.State.WITHDRAWN)
    here = f"/article/{article.pk}"
    paths = [
        "/",
        f"{here}.html",
        f"{here}.html?receipt=x",
        f"{here}/qr.svg",
        "/feed/",
        "/feed.json",
    ]
    paths += ["/search/?q=x", "/nope/", gone.get_absolute_url(), "/sitemap.xml", "/healthz"]
    for path in paths:
        assert_strict(client.get(path), path)
    for path in (f"{here}/comments/", f"{here}/like/", f"{here}/view/"):
        assert_strict(client.post(path), path)


def test_only_pages_with_the_editor_allow_inline_script(desk):
    make_comment(article=make_article(cover=make_picture()))
    StandingPage.objects.create(title="页", slug="page")
    Topic.objects.create(name="专题", slug="topic")
    seen = set()
    for name, path in admin_addresses():
        response = desk.get(path)
        if name in WITH_EDITOR:
            policy = directives(response)
            assert policy["script-src"] == ["'self'", "'unsafe-inline'"]
            assert policy["default-src"] == policy["frame-ancestors"] == ["'none'"]
            seen.add(name)
        elif name in (FRAME, FRAMED):
            assert_framed(response, name)
        else:
            assert_strict(response, name)
    assert seen == WITH_EDITOR


def test_nothing_at_the_desk_changes_without_its_token(chief):
    make_comment(article=make_article(cover=make_picture()))
    client = Client(enforce_csrf_checks=True)
    client.force_login(chief)
    names = set()
    for name, path in admin_addresses():
        names.add(name)
        assert client.post(path).status_code == 403, name
    assert len(names) > 60
    assert client.get(reverse("admin:logout")).status_code == 405


@pytest.mark.parametrize("is_production", [True, False])
def test_cookies_are_hidden_from_scripts_and_from_other_sites(chief, settings, is_production):
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = is_production
    chief.set_password("right-Horse-9")
    chief.save()
    client = Client()
    form = {"username": chief.username, "password": "right-Horse-9"}
    client.post("/admin/login/", form, secure=is_production)
    chosen = {"language": "en", "next": "/admin/"}
    client.post("/admin/language/", chosen, secure=is_production)
    path = f"/article/{make_article().pk}/like/"
    client.post(path, {"liked": "1"}, headers={"Sec-Fetch-Site": "same-origin"})
    for name in ("sessionid", "admin_language", "portal_reader"):
        cookie = client.cookies[name]
        assert cookie["httponly"], name
        assert cookie["samesite"] == "Lax", name
        assert bool(cookie["secure"]) is is_production, name
