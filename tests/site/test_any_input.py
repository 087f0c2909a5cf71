"""Whatever is sent, the answer is never a 5xx: CONTRACT.md, promise 6."""

from itertools import product
from urllib.parse import quote

import pytest
from django.core import signing
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

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

pytestmark = [pytest.mark.django_db, pytest.mark.once("postgresql")]

LATIN = "é\xff\x80"  # what is left of other encodings in a header
IDS = [
    *("0", "00", "01", "-1", "+1", "1.0", "1e3", "0x1", "1_0", "12345678", "9" * 19, "9" * 30),
    *("9" * 5000, "\uff11", "\u0663", "1%00", "%00", "1%0a", "%20", "%FF", "%ED%A0%80", "None"),
]
SLUGS = [
    *("%00", "a%00b", "%FF%FE", "%C0%AF", "%ED%A0%80", "%F4%90%80%80", "%0d%0aSet-Cookie:x=1"),
    *("..", "%2e%2e%2f", "%E2%80%AE", "%EF%BF%BF", "%CC%81", "%C5%89" * 150, "%20", "x" * 201),
    *("%F0%9F%98%80", "<script>", "'%22", "%25", "{}", "%E3%80%80", "0", "-1", "9" * 30),
]
OF_ARTICLES = [
    *("/article/{}.html", "/article/{}", "/article/{}/", "/article/{}/qr.svg"),
    *("/article/{}/comments/", "/article/{}/comments/feed/", "/article/1/comments/{}/"),
    *("/article/1/comments/{}/reply/", "/article/1/comments/{}/replies/"),
]
OF_SLUGS = [
    *("/category/{}/", "/tag/{}/", "/author/{}/", "/page/{}/", "/tag/{}/feed/", "/{}"),
    *("/author/{}/feed.json", "/category/{}/feed/atom/", "/media/{}", "/static/{}", "/admin/{}"),
    *("/media/pictures/ab/{}.webp", "/sitemap-{}-1.xml", "/sitemap-articles-{}.xml"),
    *("/archive/{}/", "/archive/2026/{}/"),
]
QUERIES = [
    *("page=0", "page=-1", "page=99999999", f"page={'9' * 4000}", "page=\uff12", "page=1&page=x"),
    *("page=%00", "q=%00", "q=%FF%FE&order=%FF", "q=%ED%A0%80", f"q={'%E5%8E%BF' * 3400}"),
    *("q=%22%27%2a%28%29%20AND%20OR%20NOT%20NEAR", "q=-&order=x&since=%00", "q[]=1", "&&==&%"),
    *("receipt=%00", "receipt=x:y:z", "p=9223372036854775808", "p=%00", "page_id=%EF%BC%91"),
    *(f"attachment_id={'1' * 300}", "&".join(f"a{n}=1" for n in range(1500)), "q=%F0%9F%98%80"),
    f"q={'a%CC%81' * 40}",
]
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
METHODS = ["", "get", "BREW", "CONNECT", "TRACE", "OPTIONS", "PROPFIND", "PATCH", "DELETE", "é"]
HEADERS = {
    "HTTP_ORIGIN": ["null", "http://[", "http://[::1]:99999", "http://a:b", LATIN, "http://" * 999],
    "HTTP_SEC_FETCH_SITE": ["", "SAME-ORIGIN", "same-origin,same-origin", LATIN, "x" * 9999],
    "HTTP_X_FORWARDED_FOR": ["", ",,,", "1.2.3.4.5", "fe80::1%eth0", LATIN, "1," * 999],
    "HTTP_X_FORWARDED_PROTO": ["", "gopher", "https, http"],
    "HTTP_ACCEPT": [";;;", "text/html;q=x", "*/*;q=nan", "a/b;q=1e999", 'a/b;c="', "a," * 999],
    "HTTP_ACCEPT_LANGUAGE": ["*", "zh;q=nan", "x" * 600, LATIN],
    "HTTP_ACCEPT_ENCODING": ["gzip;q=nan", "br, gzip, zstd, *;q=0", LATIN],
    "HTTP_IF_NONE_MATCH": ["", "*", '"', "W/", '"a', ",,", LATIN, '"a",' * 999],
    "HTTP_IF_MATCH": ["*", '"x"', LATIN],
    "HTTP_IF_MODIFIED_SINCE": ["x", "Thu, 99 Foo 2026 99:99:99 GMT", LATIN],
    "HTTP_IF_UNMODIFIED_SINCE": ["Mon, 01 Jan 99999 00:00:00 GMT", "Mon, 01 Jan 0000 00:00:00 GMT"],
    "HTTP_RANGE": ["bytes=0-", "bytes=9-1", "bytes=-0", "bytes=" + "0-1," * 999, "chars=x", LATIN],
    "HTTP_USER_AGENT": ["", LATIN, "\t", "x" * 20000, "Mozilla/5.0 \x00"],
    "HTTP_REFERER": ["", "http://[", LATIN],
    "HTTP_CONTENT_ENCODING": ["gzip"],
    "HTTP_TRANSFER_ENCODING": ["chunked, identity"],
    "REMOTE_ADDR": ["", "unix:", "fe80::1%eth0", "::ffff:10.0.0.1"],
    # Anything but a number is refused by the application server.
    "CONTENT_LENGTH": ["", "-1", "0", "3", "99", "9" * 40],
}
COOKIES = [
    *("sessionid=", "sessionid=%00", f"sessionid={'x' * 4000}", "sessionid='; DROP TABLE", LATIN),
    *("=", ";;;", 'a="\\', "csrftoken=x; messages=!; sessionid=é", f"{READER_COOKIE}="),
    *(f"{READER_COOKIE}=a:b:c", f"{READER_COOKIE}=::", f"{READER_COOKIE}={LATIN}:1:x"),
    *("messages=W1siX19qc29uX21lc3NhZ2UiXV0:x:y", "; ".join(f"c{n}=1" for n in range(500))),
]
FORM, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data; boundary=b"
BODIES = [
    *((b"", ""), (b"\x00", ""), (b"name=%00&email=%00&body=%00", FORM), (b"\xff\xfe=\xff", FORM)),
    *((b"name=%ED%A0%80&body=%FF", FORM), (b"a&" * 1500, FORM), (b"body=" + b"x" * 99999, FORM)),
    *((b"body=" + b"%0A" * 9000, FORM), (b"parent=" + b"9" * 40, FORM), (b"liked=%00", FORM)),
    (b"name=a&email=a@b.example&body=c&parent=%FF&url=http://[&notify=%00", FORM),
    *((b"name=a&email=a@b.example&body=" + b"a%CC%81" * 3000, FORM), (b"=&=&&", FORM)),
    *((b'{"name": "a"', "application/json"), (b"[" * 9000, "application/json")),
    *((b"\xff", "text/xml"), (b"a=b", "x"), (b"a=b", ";"), (b"a=b", "\xff/\xfe")),
    *((b"a=b", f"{FORM}; charset=utf-7"), (b"a=b", "multipart/form-data")),
    *((b"a=b", "multipart/form-data; boundary="), (b"x", "multipart/mixed; boundary=\xe9")),
    (b"x", "multipart/form-data; boundary=" + "b" * 300),
]
NAMED = b"Content-Disposition: form-data; name"
PARTS = [  # of a multipart form
    *(b"", b"\r\n", b"x", NAMED, NAMED + b'="body"\r\n\r\n\xff\x00'),
    NAMED + b'="body"; filename="\x00"\r\n\r\nx',
    NAMED + b"*=utf-8''%FF; filename*=x''%00\r\n\r\nx",
    NAMED + b'="name"\r\nContent-Transfer-Encoding: base64\r\n\r\n*',
    NAMED + b'="a"\r\nContent-Type: a/b; charset=base64\r\n\r\nx',
    NAMED + b'="a"\r\n' + b"X: y\r\n" * 3000 + b"\r\nx",
]
BODIES += [(b"--b\r\n" + part + end, MULTIPART) for part in PARTS for end in (b"", b"\r\n--b--")]
TAKE_FORMS = ["/article/1/comments/", "/article/1/like/", "/article/1/view/", "/admin/login/", "/"]
NAMES = ["q", "page", "order", "since", "receipt", "p", "page_id"]
FIELDS = [
    "name",
    "email",
    "body",
    "url",
    "parent",
    "notify",
    "subject",
    "liked",
    "username",
    "next",
]


@pytest.fixture
def pages():
    """A site with one of everything; the addresses that answer a GET with 200."""
    category = make_category(slug="tech")
    author, tag, picture = (
        make_author(slug="lin"),
        make_tag(slug="tag"),
        make_picture(size=(90, 60)),
    )
    article = make_article(pk=1, category=category, authors=[author], tags=[tag], cover=picture)
    article.article_pictures.create(picture=picture)
    make_comment(article=article, pk=1)
    StandingPage.objects.create(title="关于", slug="about", body="<p>正文</p>")
    return [
        *("/article/1.html", "/", "/category/tech/", "/tag/tag/", "/author/lin/", "/archive/"),
        *(f"/archive/{article.published_at.astimezone():%Y/%m}/", "/search/", "/page/about/"),
        *("/feed/", "/feed/atom/", "/tag/tag/feed.json", "/article/1/comments/"),
        *("/article/1/comments/1/reply/", "/article/1/comments/1/replies/"),
        *("/article/1/comments/feed/", "/article/1/qr.svg", "/sitemap.xml", "/news-sitemap.xml"),
        *("/robots.txt", "/healthz", "/readyz", "/admin/login/", picture.url),
    ]


def assert_no_fault(addresses, method="GET", **requests):
    """Send each request, made of the lists in `requests`, to each address."""
    names = list(requests)
    for address in addresses:
        for values in product(*requests.values()):
            request = OURS | dict(zip(names, values, strict=True))
            status = send(address, method, **request).status
            assert status < 500, (address, method, request)


def test_the_pages_of_these_tests_are_there(pages):
    assert {address: send(address).status for address in pages} == dict.fromkeys(pages, 200)


@pytest.mark.parametrize("address", OF_ARTICLES)
def test_no_id_breaks_a_page(pages, address):
    assert_no_fault(address.format(id_) for id_ in IDS)


@pytest.mark.parametrize("address", OF_SLUGS)
def test_no_slug_breaks_a_page(pages, address):
    assert_no_fault(address.format(slug) for slug in SLUGS)


def test_no_query_breaks_a_page(pages):
    assert_no_fault(f"{address}?{query}" for address in pages[:16] for query in QUERIES)


@pytest.mark.parametrize("method", METHODS)
def test_no_method_breaks_a_page(pages, method):
    assert_no_fault([*pages, *TAKE_FORMS, "/nope/"], method)


def test_no_host_breaks_a_page_or_gets_into_it(pages):
    for address in [*pages, "/nope/"]:
        for host in HOSTS:
            answer = send(address, HTTP_HOST=host)
            assert answer.status < 500, (address, host)
            assert b"evil.example" not in answer.body, address


@pytest.mark.parametrize("name", HEADERS)
def test_no_header_breaks_a_page(pages, settings, name):
    settings.TRUSTED_PROXIES = ["127.0.0.1", "10.0.0.0/8"]
    assert_no_fault(["/article/1.html", "/search/?q=a", pages[-1]], **{name: HEADERS[name]})
    form = {"body": [b"name=a&email=a@b.example&body=c"], "content_type": [FORM]}
    assert_no_fault(TAKE_FORMS[:3], "POST", **form, **{name: HEADERS[name]})


def test_no_cookie_breaks_a_page(pages):
    signer = signing.get_cookie_signer(salt=READER_COOKIE + READER_COOKIE)
    ours = [f"{READER_COOKIE}={signer.sign(value)}" for value in ("", "x", "0" * 32, "é")]
    assert_no_fault(["/article/1.html", "/admin/", pages[-1]], HTTP_COOKIE=[*COOKIES, *ours])
    assert_no_fault(TAKE_FORMS, "POST", HTTP_COOKIE=[*COOKIES, *ours])


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
@pytest.mark.parametrize("address", TAKE_FORMS)
def test_no_body_breaks_a_form(pages, address, accept):
    for body, content_type in BODIES:
        form = {"body": [body], "content_type": [content_type], "HTTP_ACCEPT": [accept]}
        assert_no_fault([address], "POST", **form)


bounded = settings(
    max_examples=30,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
anything = st.text(st.characters(), max_size=40)  # lone surrogates and NUL included


@bounded
@given(st.sampled_from([*OF_ARTICLES, *OF_SLUGS]), st.binary(max_size=30))
def test_no_bytes_in_a_path_break_a_page(pages, address, raw):
    assert_no_fault([address.format(quote(raw))])


@bounded
@given(st.sampled_from(range(16)), st.lists(st.tuples(st.sampled_from(NAMES) | anything, anything)))
def test_no_words_in_a_query_break_a_page(pages, number, words):
    query = "&".join(f"{quote_any(name)}={quote_any(value)}" for name, value in words)
    assert_no_fault([f"{pages[number]}?{query}"])


@bounded
@given(st.sampled_from(TAKE_FORMS), st.dictionaries(st.sampled_from(FIELDS), anything))
def test_no_words_in_a_form_break_it(pages, address, words):
    body = "&".join(f"{name}={quote_any(value)}" for name, value in words.items()).encode()
    assert_no_fault([address], "POST", body=[body], content_type=[FORM])


@bounded
@given(st.sampled_from(sorted(HEADERS)), st.text(st.characters(max_codepoint=255), max_size=40))
def test_no_words_in_a_header_break_a_page(pages, name, value):
    assume(name != "CONTENT_LENGTH")
    assert_no_fault(["/article/1.html", pages[-1]], **{name: [value]})
    assert_no_fault(TAKE_FORMS[:3], "POST", **{name: [value]})


def quote_any(text):
    return quote(text.encode("utf-8", "surrogatepass"), safe="")
