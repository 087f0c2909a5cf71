"""One's own account: a second factor that cannot be walked round, and sessions one can end."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from articles.models import DeskSettings, JournalEntry, StaffSession
from portal import roles
from portal.accounts.agents import friendly
from portal.staff_login import FOR_ONE_ACCOUNT
from tests.factories import make_staff, make_user

pytestmark = pytest.mark.django_db

PASSWORD = "right-Horse-9"
NOW = "2026-11-24T08:00:00Z"


@pytest.fixture(autouse=True)
def clock():
    """Codes change every half minute: nothing here depends on when that is."""
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def lin():
    return make_user(username="lin", password=PASSWORD)


def sign_in(client, password=PASSWORD, **sent):
    return client.post("/admin/login/", {"username": "lin", "password": password} | sent)


def code_of(user, *, ahead_s=0):
    device = TOTPDevice.objects.get(user=user)
    with time_machine.travel(timezone.now() + timedelta(seconds=ahead_s), tick=False):
        return f"{totp(device.bin_key, t0=device.t0):06d}"


def set_up(client, user):
    """Set the factor up with a code of an earlier moment, so that the next is fresh."""
    client.get("/admin/account/second-factor/")
    page = client.post("/admin/account/second-factor/", {"code": code_of(user, ahead_s=-30)})
    return re.findall(r"<code>(\w+)</code>", page.content.decode())


@pytest.fixture
def with_factor(lin):
    """The account with a factor set up; returns its recovery codes."""
    client = Client()
    client.force_login(lin)
    return set_up(client, lin)


def test_the_secret_is_shown_as_a_picture_and_as_letters(client, lin):
    client.force_login(lin)
    page = client.get("/admin/account/second-factor/").content.decode()
    assert "<svg" in page
    secret = re.search(r'account__secret">([A-Z2-7 ]+)<', page)[1]
    assert len(secret.replace(" ", "")) == 32
    assert secret in client.get("/admin/account/second-factor/").content.decode()


def test_only_a_right_code_takes_the_factor_into_use(client, lin):
    client.force_login(lin)
    client.get("/admin/account/second-factor/")
    page = client.post("/admin/account/second-factor/", {"code": "000000"}).content.decode()
    assert "验证码不对" in page
    assert not TOTPDevice.objects.filter(confirmed=True).exists()


def test_whoever_has_a_factor_comes_in_with_a_code_alone(lin, with_factor):
    client = Client()
    answer = sign_in(client, next="/admin/account/")
    assert answer.url == "/admin/login/code/"
    assert client.get("/admin/account/").status_code == 302  # not in yet
    answer = client.post("/admin/login/code/", {"code": code_of(lin)})
    assert answer.url == "/admin/account/"
    assert client.get(answer.url).status_code == 200


def test_a_code_leads_to_no_other_site(lin, with_factor):
    client = Client()
    sign_in(client, next="https://evil.example/")
    assert client.post("/admin/login/code/", {"code": code_of(lin)}).url == "/admin/"


def test_a_code_is_taken_once(lin, with_factor):
    code = code_of(lin)
    for expected in (302, 200):
        client = Client()
        sign_in(client)
        assert client.post("/admin/login/code/", {"code": code}).status_code == expected


def test_a_recovery_code_lets_in_once(lin, with_factor):
    for expected in (302, 200):
        client = Client()
        sign_in(client)
        answer = client.post("/admin/login/code/", {"code": f" {with_factor[0].upper()} "})
        assert answer.status_code == expected
    assert StaticToken.objects.count() == len(with_factor) - 1 == 9


def test_codes_cannot_be_guessed_in_numbers(lin, with_factor):
    client = Client()
    sign_in(client)
    for _attempt in range(FOR_ONE_ACCOUNT):
        client.post("/admin/login/code/", {"code": "000000"})
    answer = client.post("/admin/login/code/", {"code": with_factor[0]})
    assert "尝试次数过多" in answer.content.decode()


def test_the_password_is_good_for_ten_minutes(lin, with_factor, clock):
    client = Client()
    sign_in(client)
    clock.shift(601)
    assert client.post("/admin/login/code/", {"code": with_factor[0]}).url == "/admin/login/"


def test_without_the_password_no_code_is_asked(client, lin, with_factor):
    assert client.get("/admin/login/code/").url == "/admin/login/"
    assert sign_in(client, password="wrong").status_code == 200
    assert client.get("/admin/login/code/").url == "/admin/login/"


def test_a_deactivated_account_cannot_finish(lin, with_factor):
    client = Client()
    sign_in(client)
    lin.is_active = False
    lin.save()
    assert client.post("/admin/login/code/", {"code": with_factor[0]}).url == "/admin/login/"


def test_setting_up_a_factor_ends_the_sessions_without(lin):
    old, new = Client(), Client()
    sign_in(old)
    sign_in(new)
    set_up(new, lin)
    assert old.get("/admin/").status_code == 302
    assert new.get("/admin/").status_code == 200


@pytest.fixture
def demanding():
    return DeskSettings.objects.create(pk=1, two_factor_required=True)


def test_where_the_desk_demands_a_factor_every_page_leads_to_it(client, lin, demanding):
    sign_in(client)
    for address in ("/admin/", "/admin/articles/article/", "/admin/account/"):
        assert client.get(address).url == "/admin/account/second-factor/"
    assert client.post("/admin/articles/article/add/", {"headline": "x"}).status_code == 302
    assert client.get("/admin/account/second-factor/").status_code == 200
    set_up(client, lin)
    assert client.get("/admin/").status_code == 200


def test_the_demand_reaches_sessions_that_are_open(client, lin):
    sign_in(client)
    assert client.get("/admin/").status_code == 200
    DeskSettings.objects.create(pk=1, two_factor_required=True)
    assert client.get("/admin/").status_code == 302


def test_the_demand_costs_no_query(client, lin, demanding, django_assert_num_queries):
    sign_in(client)
    with django_assert_num_queries(2):  # the session, the person
        assert client.get("/admin/articles/article/").status_code == 302


def test_giving_the_factor_up_takes_the_password(client, lin):
    sign_in(client)
    set_up(client, lin)
    answer = client.post("/admin/account/second-factor/remove/", {"password": "wrong"})
    assert answer.status_code == 422
    assert "这不是您的密码" in answer.content.decode()
    answer = client.post("/admin/account/second-factor/remove/", {"password": PASSWORD})
    assert answer.url == "/admin/login/"
    assert not TOTPDevice.objects.exists()
    assert client.get("/admin/").status_code == 302


def test_new_recovery_codes_make_the_old_ones_useless(client, lin):
    sign_in(client)
    old = set_up(client, lin)
    page = client.post("/admin/account/recovery-codes/", {"password": PASSWORD})
    new = re.findall(r"<code>(\w+)</code>", page.content.decode())
    assert len(new) == 10
    assert not set(new) & set(old)
    assert {token.token for token in StaticToken.objects.all()} == set(new)


def test_a_person_sees_and_ends_the_own_sessions_alone(lin):
    here, there, other = Client(), Client(HTTP_USER_AGENT="Firefox/140"), Client()
    sign_in(here)
    sign_in(there)
    other.force_login(make_user(username="shen"))
    page = here.get("/admin/account/").content.decode()
    assert "Firefox" in page
    for session in StaffSession.objects.all():
        assert session.session_key not in page
    [label] = set(re.findall(r'name="session" value="([0-9a-f]+)"', page))
    other.post("/admin/account/sessions/end/", {"session": label})
    assert there.get("/admin/").status_code == 200
    here.post("/admin/account/sessions/end/", {"session": label})
    assert there.get("/admin/").status_code == 302
    assert here.get("/admin/").status_code == 200


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0", "Firefox, Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14_0) Safari/605.1.15", "Safari, macOS"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130.0 Safari/537.36 Edg/130.0", "Edge, Windows"),
        ("curl/8.1", "curl/8.1"),
        ("", ""),
    ],
)
def test_browsers_are_called_by_their_names(agent, name):
    assert friendly(agent) == name


def test_a_person_can_sign_out_everywhere_else(lin):
    here, there = Client(), Client()
    sign_in(here)
    sign_in(there)
    here.post("/admin/account/sessions/end/", {"session": "others"})
    assert there.get("/admin/").status_code == 302
    assert here.get("/admin/").status_code == 200


def test_a_chief_frees_a_colleague_whose_telephone_is_lost(lin, with_factor):
    chief = Client()
    chief.force_login(make_staff(roles.CHIEF, username="chief"))
    assert "解除两步验证" in chief.get(f"/admin/articles/user/{lin.pk}/change/").content.decode()
    assert chief.get(f"/admin/articles/user/{lin.pk}/second-factor/").status_code == 405
    chief.post(f"/admin/articles/user/{lin.pk}/second-factor/")
    assert sign_in(Client()).url == "/admin/"


@pytest.mark.parametrize("role", [roles.EDITOR, roles.AUTHOR, roles.MODERATOR])
def test_nobody_else_frees_anybody(lin, with_factor, role):
    client = Client()
    client.force_login(make_staff(role, username="other"))
    answer = client.post(f"/admin/articles/user/{lin.pk}/second-factor/")
    assert answer.status_code == 403
    assert TOTPDevice.objects.filter(user=lin, confirmed=True).exists()


def test_at_the_shell_anybody_is_freed(lin, with_factor, capsys):
    call_command("remove_second_factor", "lin")
    assert sign_in(Client()).url == "/admin/"
    with pytest.raises(CommandError, match="nobody"):
        call_command("remove_second_factor", "nobody")


def test_a_chief_does_not_free_a_superuser():
    boss = make_user(username="boss", is_superuser=True)
    TOTPDevice.objects.create(user=boss, confirmed=True)
    chief = Client()
    chief.force_login(make_staff(roles.CHIEF, username="chief"))
    assert chief.post(f"/admin/articles/user/{boss.pk}/second-factor/").status_code == 403
    assert TOTPDevice.objects.exists()


def acts():
    return list(JournalEntry.objects.order_by("pk").values_list("action", "object_name", "by_name"))


def test_the_journal_knows_who_came_in_and_who_did_not(client, lin):
    sign_in(client, password="wrong")
    client.post("/admin/login/", {"username": "my-password-typed-here", "password": "x"})
    sign_in(client)
    assert acts() == [
        ("user.sign_in_failed", "lin", ""),
        ("user.sign_in_failed", "", ""),
        ("user.sign_in", "lin", "lin"),
    ]
    for entry in JournalEntry.objects.all():
        assert "my-password" not in f"{entry.object_name}{entry.note}{entry.data}"


def test_devices_of_others_are_no_list_of_the_admin(admin_client):
    for address in ("/admin/otp_totp/totpdevice/", "/admin/otp_static/staticdevice/"):
        assert admin_client.get(address).status_code == 404
