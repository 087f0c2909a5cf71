"""Whatever is sent, the answer is never a 5xx: CONTRACT.md, promise 6."""

import pytest
from django.core import signing

from articles.counting_views import READER_COOKIE
from portal.models import StandingPage
from tests.factories import (
    make_article,
    make_author,
    make_category,
    make_comment,
    make_picture,
    make_tag,
)
from tests.wire import OURS, send

pytestmark = pytest.mark.django_db

IDS = [
    "0", "00", "01", "-1", "+1", "1.0", "1e3", "0x1", "12345678", "9" * 19, "9" * 30, "9" * 5000,
    "１２", "٣", "1%00", "%00", "1%0a", "%20", "1_0", "%FF", "%ED%A0%80", "None",
]  # fmt: skip
SLUGS = [
    "%00", "a%00b", "%FF%FE", "%C0%AF", "%ED%A0%80", "%F4%90%80%80", "%0d%0aSet-Cookie:x=1",
    "..", "%2e%2e%2f", "%E2%80%AE", "%EF%BF%BF", "%CC%81", "%C5%89" * 150, "%20", "x" * 201,
    "%F0%9F%98%80", "<script>", "'%22", "%25", "{}", "%E3%80%80",
]  # fmt: skip
OF_ARTICLES = [
    "/article/{}.html", "/article/{}", "/article/{}/", "/article/{}/qr.svg",
    "/article/{}/comments/", "/article/{}/comments/feed/", "/article/1/comments/{}/",
    "/article/1/comments/{}/reply/", "/article/1/comments/{}/replies/",
]  # fmt: skip
OF_SLUGS = [
    "/category/{}/", "/tag/{}/", "/author/{}/", "/page/{}/", "/tag/{}/feed/", "/author/{}/feed.json",
    "/category/{}/feed/atom/", "/media/{}", "/media/pictures/ab/{}.webp", "/{}", "/static/{}",
    "/admin/{}", "/sitemap-{}-1.xml", "/sitemap-articles-{}.xml", "/archive/{}/", "/archive/2026/{}/",
]  # fmt: skip
QUERIES = [
    "page=0", "page=-1", "page=99999999", f"page={'9' * 4000}", "page=２", "page=1&page=x",
    "page=%00", "q=%00", "q=%FF%FE&order=%FF", "q=%ED%A0%80", f"q={'%E5%8E%BF' * 3400}",
    "q=%22%27%2a%28%29%20AND%20OR%20NOT%20NEAR", "q=-&order=x&since=%00", "q[]=1", "&&==&%",
    "receipt=%00", "receipt=x:y:z", "p=9223372036854775808", "p=%00", "page_id=%EF%BC%91",
    f"attachment_id={'1' * 300}", "&".join(f"a{n}=1" for n in range(1500)), "q=%F0%9F%98%80",
    "q=" + "a%CC%81" * 40,
]  # fmt: skip
HOSTS = [
    "",
    "evil.example",
    "127.0.0.1:x",
    "127.0.0.1:99999",
    "[::1",
    "a b",
    "é",
    "\x00",
    "," * 999,
]
METHODS = [
    "",
    "get",
    "BREW",
    "CONNECT",
    "TRACE",
    "OPTIONS",
    "PROPFIND",
    "PATCH",
    "DELETE",
    "é",
    "0",
]
LATIN = "é\xff\x80"
HEADERS = {
    "HTTP_ORIGIN": ["null", "http://[", "http://[::1]:99999", "http://a:b", LATIN, "http://" * 999],
    "HTTP_SEC_FETCH_SITE": ["", "SAME-ORIGIN", "same-origin,same-origin", LATIN, "x" * 9999],
    "HTTP_X_FORWARDED_FOR": ["", ",,,", "1.2.3.4.5", "::ffff:1.2.3", "fe80::1%eth0", LATIN, "1," * 999],
    "HTTP_X_FORWARDED_PROTO": ["", "gopher", "https, http"],
    "HTTP_ACCEPT": [";;;", "text/html;q=x", "*/*;q=nan", "a/b;q=1e999", "/", 'a/b;c="', LATIN, "a," * 999],
    "HTTP_ACCEPT_LANGUAGE": ["*", "zh;q=nan", "x" * 600, LATIN],
    "HTTP_ACCEPT_ENCODING": ["gzip;q=nan", "br, gzip, zstd, *;q=0", LATIN],
    "HTTP_IF_NONE_MATCH": ["", "*", '"', "W/", '"a', ",,", LATIN, '"a",' * 999],
    "HTTP_IF_MATCH": ["*", '"x"', LATIN],
    "HTTP_IF_MODIFIED_SINCE": ["x", "Thu, 99 Foo 2026 99:99:99 GMT", "Mon, 01 Jan 99999 00:00:00 GMT"],
    "HTTP_RANGE": ["bytes=0-", "bytes=9-1", "bytes=-0", "bytes=" + "0-1," * 999, "chars=x", LATIN],
    "HTTP_USER_AGENT": ["", LATIN, "\t", "x" * 20000, "Mozilla/5.0 \u0000"],
    "HTTP_REFERER": ["", "http://[", LATIN],
    "HTTP_CONTENT_ENCODING": ["gzip"],
    "HTTP_TRANSFER_ENCODING": ["chunked, identity"],
    "REMOTE_ADDR": ["", "unix:", "fe80::1%eth0", "::ffff:10.0.0.1"],
}  # fmt: skip
COOKIES = [
    "sessionid=", "sessionid=%00", f"sessionid={'x' * 4000}", "sessionid='; DROP TABLE", LATIN,
    "=", ";;;", 'a="\\', "csrftoken=x; messages=!; sessionid=é", f"{READER_COOKIE}=",
    f"{READER_COOKIE}=a:b:c", f"{READER_COOKIE}=::", f"{READER_COOKIE}={LATIN}:1:x",
    "messages=W1siX19qc29uX21lc3NhZ2UiXV0:x:y", "; ".join(f"c{n}=1" for n in range(500)),
]  # fmt: skip
FORM, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data; boundary=b"
NAMED = b"Content-Disposition: form-data; name"
BODIES = [
    (b"", ""), (b"\x00", ""), (b"name=%00&email=%00&body=%00", FORM), (b"\xff\xfe=\xff", FORM),
    (b"name=%ED%A0%80&body=%FF", FORM), (b"a&" * 1500, FORM), (b"body=" + b"x" * 100_000, FORM),
    (b"body=" + b"%0A" * 9000 + b"x", FORM), (b"parent=9" + b"9" * 40, FORM), (b"liked=%00", FORM),
    (b"name=a&email=a@b.example&body=c&parent=%FF&url=http://[&notify=%00", FORM),
    (b"name=a&email=a@b.example&body=" + b"a%CC%81" * 3000, FORM), (b"=&=&&", FORM),
    (b'{"name": "a"', "application/json"), (b"[" * 9000, "application/json"), (b"\xff", "text/xml"),
    (b"name=a", "x"), (b"name=a", ";"), (b"name=a", "\xff/\xfe"), (b"name=a", f"{FORM}; charset=utf-7"),
    (b"name=a", "multipart/form-data"), (b"name=a", "multipart/form-data; boundary="),
    (b"x", "multipart/form-data; boundary=" + "b" * 300), (b"x", "multipart/mixed; boundary=\xe9"),
    (b"--b", MULTIPART), (b"--b\r\n\r\n", MULTIPART), (b"--b--\r\n", MULTIPART),
    (b"--b\r\n" + NAMED + b'="body"\r\n\r\n\xff\x00\r\n--b--', MULTIPART),
    (b"--b\r\n" + NAMED + b'="body"; filename="\x00"\r\n\r\nx\r\n--b--', MULTIPART),
    (b"--b\r\n" + NAMED + b"*=utf-8''%FF; filename*=x''%00\r\n\r\nx\r\n--b--", MULTIPART),
    (b"--b\r\n" + NAMED + b'="name"\r\nContent-Transfer-Encoding: base64\r\n\r\n*\r\n--b--', MULTIPART),
    (b"--b\r\n" + NAMED + b'="a"\r\n' + b"X: y\r\n" * 3000 + b"\r\nx\r\n--b--", MULTIPART),
    (b"--b\r\n" + NAMED + b'="a"\r\nContent-Type: a/b; charset=base64\r\n\r\nx\r\n--b--', MULTIPART),
]  # fmt: skip
TAKE_FORMS = ["/article/1/comments/", "/article/1/like/", "/article/1/view/", "/admin/login/", "/"]


@pytest.fixture
def pages():
    """A site with one of everything; the addresses that answer a GET with 200."""
    category = make_category(slug="tech")
    author, tag, picture = make_author(slug="lin"), make_tag(slug="tag"), make_picture()
    article = make_article(pk=1, category=category, authors=[author], tags=[tag], cover=picture)
    article.article_pictures.create(picture=picture)
    make_comment(article=article, pk=1)
    StandingPage.objects.create(title="关于", slug="about", body="<p>正文</p>")
    year = article.published_at.astimezone().year
    return [
        "/article/1.html", "/", "/category/tech/", "/tag/tag/", "/author/lin/", "/archive/",
        f"/archive/{year}/", "/search/", "/page/about/", "/feed/", "/feed/atom/", "/tag/tag/feed.json",
        "/article/1/comments/", "/article/1/comments/1/reply/", "/article/1/comments/1/replies/",
        "/article/1/comments/feed/", "/article/1/qr.svg", "/sitemap.xml", "/news-sitemap.xml",
        "/robots.txt", "/healthz", "/readyz", "/admin/login/", picture.url,
    ]  # fmt: skip


def faults(requests):
    """Which of the requests, given as arguments of send(), a 5xx answered."""
    return [(args, kwargs) for args, kwargs in requests if send(*args, **kwargs).status >= 500]


def test_the_pages_of_these_tests_are_there(pages):
    assert {address: send(address).status for address in pages} == dict.fromkeys(pages, 200)


@pytest.mark.parametrize("template", OF_ARTICLES)
def test_no_id_breaks_a_page(pages, template):
    assert faults(((template.format(id_),), {}) for id_ in IDS) == []


@pytest.mark.parametrize("template", OF_SLUGS)
def test_no_slug_breaks_a_page(pages, template):
    assert faults(((template.format(slug),), {}) for slug in [*SLUGS, *IDS[:9]]) == []


def test_no_query_breaks_a_page(pages):
    asked = [f"{address}?{query}" for address in pages[:16] for query in QUERIES]
    assert faults(((address,), {}) for address in asked) == []


def test_no_method_breaks_a_page(pages):
    asked = [*pages, *TAKE_FORMS]
    assert faults(((address, method), OURS) for address in asked for method in METHODS) == []


def test_no_host_breaks_a_page(pages):
    for host in HOSTS:
        for address in ("/", "/article/1.html", "/feed/", "/nope/"):
            answer = send(address, HTTP_HOST=host)
            assert answer.status < 500, host
            assert "evil" not in answer.body.decode(), host


@pytest.mark.parametrize("name", HEADERS)
def test_no_header_breaks_a_page(pages, settings, name):
    settings.TRUSTED_PROXIES = ["127.0.0.1", "10.0.0.0/8"]
    asked = [("/article/1.html",), ("/search/?q=a",), (pages[-1],)]
    asked += [(address, "POST") for address in TAKE_FORMS[:3]]
    form = {"body": b"name=a&email=a@b.example&body=c", "content_type": FORM}
    assert (
        faults((args, OURS | form | {name: value}) for args in asked for value in HEADERS[name])
        == []
    )


def test_no_cookie_breaks_a_page(pages):
    signed = [
        f"{READER_COOKIE}={signing.get_cookie_signer(salt=READER_COOKIE + READER_COOKIE).sign(value)}"
        for value in ("", "x", "0" * 32, "é")
    ]
    asked = [("/article/1.html",), ("/admin/",), (pages[-1],)]
    asked += [(address, "POST") for address in TAKE_FORMS]
    sent = [cookie.encode().decode("latin-1") for cookie in [*COOKIES, *signed]]
    assert faults((args, OURS | {"HTTP_COOKIE": c}) for args in asked for c in sent) == []


@pytest.mark.parametrize("address", TAKE_FORMS)
def test_no_body_breaks_a_form(pages, address):
    for accept in ("text/html", "application/json"):
        headers = OURS | {"HTTP_ACCEPT": accept}
        assert (
            faults(
                ((address, "POST"), headers | {"body": body, "content_type": kind})
                for body, kind in BODIES
            )
            == []
        )


@pytest.mark.parametrize("length", ["", "x", "-1", "0", "3", "99", "9" * 40, "１"])
def test_no_claimed_length_breaks_a_form(pages, length):
    form = OURS | {"body": b"name=a&body=b", "content_type": FORM, "CONTENT_LENGTH": length}
    assert faults(((address, "POST"), form) for address in TAKE_FORMS) == []
