"""Fetching from other sites: what is reached, and everything that is not."""

import datetime
import ssl
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from articles.fetching import MAX_REDIRECTS, Network, NotFetched, Reason, fetch
from articles.public_hosts import is_public
from tests.articles.outside import PUBLIC, outside, send

LIMIT = 100_000


@pytest.fixture
def world():
    with outside() as world:
        yield world


def why(address, network, **given):
    with pytest.raises(NotFetched) as refusal:
        fetch(address, limit=LIMIT, network=network, **given)
    return refusal.value.reason


def nobody_is_called() -> Network:
    """The system's own resolver, and a telephone that nobody may take up."""

    def dial(address, port, seconds):
        raise AssertionError(f"{address} was dialled")

    return Network(dial=dial)


# --- What may be reached --------------------------------------------------------------------


def test_a_file_of_a_public_host_comes_as_it_is(world):
    assert fetch(world.file("/a.png", b"bytes"), limit=LIMIT, network=world.network) == b"bytes"
    assert world.dialled == [PUBLIC]


def test_the_request_names_nobody_and_asks_for_plain_bytes(world):
    address = world.file("/a.png", b"x")
    fetch(address, limit=LIMIT, network=world.network)
    path, headers = world.requests[0]
    assert path == "/a.png"
    assert headers["host"] == "pictures.example"
    assert headers["accept-encoding"] == "identity"
    assert headers["user-agent"] == "Portal/1.0 (picture library)"
    assert not {"cookie", "referer", "origin", "authorization"} & set(headers)


def test_paths_and_hosts_in_any_script_are_understood(world):
    world.file("/%E5%9B%BE.png?%E5%90%8D=1", b"x")
    assert fetch("http://图片.example/图.png?名=1", limit=LIMIT, network=world.network) == b"x"
    assert world.looked_up == ["xn--wcsw84d.example"]


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "1.1.1.1", PUBLIC, "2606:4700:4700::1111", "2400:3200::1"],
)
def test_the_public_internet_is_public(address):
    assert is_public(address)


NOT_PUBLIC = [
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.127.255.255", "127.0.0.1",
    "127.255.255.254", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1",
    "192.0.0.9", "192.0.0.170", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1",
    "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1",
    "255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1",
    "64:ff9b::7f00:1", "64:ff9b::808:808", "64:ff9b:1::1", "100::1", "2001::1", "2001:10::1",
    "2001:20::1", "2001:db8::1", "2002:7f00:1::", "2002:808:808::1", "3fff::1", "5f00::1",
    "fc00::1", "fd12:3456::1", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "ff0e::1",
]  # fmt: skip


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_everything_else_is_not(address):
    ip_address(address)  # it is one
    assert not is_public(address)


# --- Addresses made to deceive --------------------------------------------------------------


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.0.0.1.",
        "169.254.169.254",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[64:ff9b::7f00:1]",
        "[fe80::1%25lo]",
        "0.0.0.0",
        "0",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "0177.0.0.1",
        "017700000001",
        "127.0.0.0x1",
        "\uff11\uff12\uff17.\uff10.\uff10.\uff11",  # fullwidth digits
        "127。0。0。1",
        "①②⑦.0.0.1",
        "localhost",
        "",
    ],
)
def test_this_machine_is_not_reached_however_it_is_written(host):
    refused = why(f"http://{host}/a.png", nobody_is_called())
    assert refused in {Reason.ADDRESS, Reason.NOT_PUBLIC, Reason.UNKNOWN_HOST}


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "gopher://pictures.example/1",
        "ftp://pictures.example/a.png",
        "data:image/png;base64,AAAA",
        "javascript:alert(1)",
        "//pictures.example/a.png",
        "/a.png",
        "http:///a.png",
        "http://pictures.example:8080/a.png",
        "http://pictures.example:443/a.png",
        "https://pictures.example:80/a.png",
        "http://pictures.example:22/",
        "http://pictures.example:99999/",
        "http://user@pictures.example/",
        "http://user:word@pictures.example/",
        "http://pictures.example\\@127.0.0.1/",
        "http://pictures.example/a b.png",
        "http://pictures.example/a\r\nHost: inside",
        "http://pictures.example\t/",
        "http://pic tures.example/",
        "http://-pictures.example/",
        "http://" + "a" * 300 + "/",
        "http://[pictures.example]/",
        "",
    ],
)
def test_only_plain_addresses_of_the_web_are_taken(world, address):
    assert why(address, world.network) == Reason.ADDRESS
    assert world.looked_up == []


@pytest.mark.parametrize("others", [[], [PUBLIC]])
@pytest.mark.parametrize("inside", ["127.0.0.1", "10.1.2.3", "fd00::1", "::ffff:10.0.0.1"])
def test_a_name_that_leads_inside_is_refused_even_among_public_addresses(world, inside, others):
    world.hosts["pictures.example"] = [[*others, inside]]
    assert why("http://pictures.example/", world.network) == Reason.NOT_PUBLIC
    assert world.dialled == []


def test_a_name_is_looked_up_once_and_the_judged_address_is_the_dialled_one(world):
    world.hosts["pictures.example"] = [[PUBLIC], ["127.0.0.1"]]
    fetch(world.file("/a.png", b"x"), limit=LIMIT, network=world.network)
    assert world.looked_up == ["pictures.example"]
    assert world.dialled == [PUBLIC]


def test_a_name_that_turns_inside_between_redirects_is_refused(world):
    world.hosts["pictures.example"] = [[PUBLIC], ["127.0.0.1"]]
    address = world.leads("/a", "/b")
    world.file("/b", b"x")
    assert why(address, world.network) == Reason.NOT_PUBLIC
    assert world.dialled == [PUBLIC]


# --- Redirects ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("to", "reason"),
    [
        ("http://127.0.0.1/", Reason.NOT_PUBLIC),
        ("http://169.254.169.254/latest/meta-data/", Reason.NOT_PUBLIC),
        ("http://[::1]/", Reason.NOT_PUBLIC),
        ("//10.0.0.1/a.png", Reason.NOT_PUBLIC),
        ("http://pictures.example:6379/", Reason.ADDRESS),
        ("file:///etc/passwd", Reason.ADDRESS),
        ("gopher://pictures.example/", Reason.ADDRESS),
        ("http://user@pictures.example/", Reason.ADDRESS),
    ],
)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_every_redirect_is_judged_like_the_first_address(world, to, reason, status):
    assert why(world.leads("/a", to, status), world.network) == reason
    assert world.dialled == [PUBLIC]


def test_a_few_redirects_are_followed(world):
    for hop in range(MAX_REDIRECTS):
        world.leads(f"/{hop}", f"/{hop + 1}")
    world.file(f"/{MAX_REDIRECTS}", b"x")
    address = "http://pictures.example/0"
    assert fetch(address, limit=LIMIT, network=world.network) == b"x"


def test_one_more_is_too_many_and_a_circle_ends(world):
    assert why(world.leads("/a", "/a"), world.network) == Reason.REDIRECTS
    assert len(world.dialled) == MAX_REDIRECTS + 1


def test_a_redirect_to_nowhere_is_a_fault_of_the_other(world):
    address = world.page("/a", lambda answer: send(answer, b"", status=302))
    assert why(address, world.network) == Reason.REDIRECTS


# --- Size and time --------------------------------------------------------------------------


def test_a_file_that_announces_to_be_too_large_is_not_read(world):
    address = world.page(
        "/a", lambda answer: send(answer, b"x", Content_Length=str(50 * 1024 * 1024))
    )
    assert why(address, world.network) == Reason.TOO_LARGE


def test_an_endless_file_is_given_up_at_the_limit(world):
    def endless(answer):
        answer.send_response(200)
        answer.send_header("Transfer-Encoding", "chunked")
        answer.end_headers()
        while not world.enough.is_set():
            answer.wfile.write(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")

    assert why(world.page("/a", endless), world.network) == Reason.TOO_LARGE


def drip(world, answer, byte):
    while not world.enough.wait(0.01):
        answer.wfile.write(byte)
        answer.wfile.flush()


@pytest.mark.parametrize("part", ["nothing", "headers", "body"])
def test_whoever_drips_is_not_waited_for(world, part):
    def slow(answer):
        if part == "nothing":
            world.enough.wait()
        elif part == "headers":
            drip(world, answer, b"X")
        else:
            answer.send_response(200)
            answer.end_headers()
            drip(world, answer, b"x")

    assert why(world.page("/a", slow), world.network, seconds=0.2) == Reason.TOO_SLOW


def test_a_resolver_that_does_not_answer_is_not_waited_for():
    def look_up(host, port, seconds):
        raise TimeoutError

    assert why("http://pictures.example/", Network(look_up=look_up)) == Reason.TOO_SLOW


def test_no_time_is_left_after_the_deadline(world):
    assert why(world.file("/a", b"x"), world.network, seconds=0) == Reason.TOO_SLOW
    assert world.dialled == []


def test_what_was_compressed_stays_so(world):
    bomb = b"\x1f\x8b" + b"\0" * 1000
    address = world.file("/a.png", bomb, Content_Encoding="gzip")
    assert fetch(address, limit=LIMIT, network=world.network) == bomb


# --- Answers --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (401, Reason.REFUSED),
        (403, Reason.REFUSED),
        (429, Reason.REFUSED),
        (404, Reason.MISSING),
        (410, Reason.MISSING),
        (500, Reason.FAULT),
        (503, Reason.FAULT),
        (206, Reason.FAULT),
        (304, Reason.FAULT),
    ],
)
def test_an_answer_that_is_no_file_has_its_reason(world, status, reason):
    assert why(world.says("/a", status), world.network) == reason


def test_what_speaks_no_http_is_a_fault(world):
    address = world.page("/a", lambda answer: answer.wfile.write(b"-ERR unknown command\r\n"))
    assert why(address, world.network) == Reason.FAULT


def test_a_host_that_does_not_exist_and_one_that_does_not_answer():
    def nowhere(host, port, seconds):
        raise OSError

    assert why("http://a.example/", Network(look_up=nowhere)) == Reason.UNKNOWN_HOST
    there = Network(look_up=lambda *_: [PUBLIC], dial=nowhere)
    assert why("http://a.example/", there) == Reason.UNREACHABLE


# --- Encryption -----------------------------------------------------------------------------


def certificate(host: str, folder) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Contexts of a server with a certificate for `host`, and of somebody who trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    public = made.public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    file = folder / "both.pem"
    file.write_bytes(private + public)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(file)
    return server, ssl.create_default_context(cadata=public.decode())


@pytest.mark.parametrize(
    ("host", "reason"), [("pictures.example", None), ("other.example", Reason.CERTIFICATE)]
)
def test_an_encrypted_site_proves_the_name_that_was_asked_for(world, tmp_path, host, reason):
    server, trusting = certificate(host, tmp_path)
    world.server.socket = server.wrap_socket(world.server.socket, server_side=True)
    world.file("/a.png", b"x")
    network = Network(world.network.look_up, world.network.dial, trusting)
    address = "https://pictures.example/a.png"
    if reason:
        assert why(address, network) == reason
    else:
        assert fetch(address, limit=LIMIT, network=network) == b"x"
    assert world.dialled == [PUBLIC]
