"""Ways round the second factor that a stolen password, or a session left open, might open."""

import pytest
import time_machine
from django.test import Client
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from portal.roles import CHIEF
from tests.factories import make_staff, make_user

pytestmark = pytest.mark.django_db

PASSWORD = "right-Horse-9"
SET_UP = "/admin/account/second-factor/"


@pytest.fixture(autouse=True)
def clock():
    """Codes change every half minute: nothing here depends on when that is."""
    with time_machine.travel("2026-11-24T08:00:00Z", tick=False) as clock:
        yield clock


@pytest.fixture
def lin():
    return make_user(username="lin", password=PASSWORD)


def inside(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def secret_at(client: Client) -> str:
    return client.get(SET_UP).context["secret"]


def code_now(user, *, confirmed: bool) -> str:
    device = TOTPDevice.objects.get(user=user, confirmed=confirmed)
    return f"{totp(device.bin_key, t0=device.t0):06d}"


def test_a_secret_that_one_session_saw_is_offered_to_no_other(lin):
    thief, owner = inside(lin), inside(lin)
    seen = secret_at(thief)
    assert secret_at(owner) != seen
    assert owner.post(SET_UP, {"code": code_now(lin, confirmed=False)}).status_code == 200
    assert TOTPDevice.objects.get(user=lin).confirmed
    assert thief.get(SET_UP).status_code == 302  # it began without the factor


def test_a_factor_is_replaced_with_the_password_alone(lin, clock):
    client = inside(lin)
    secret_at(client)
    client.post(SET_UP, {"code": code_now(lin, confirmed=False)})
    first, codes = TOTPDevice.objects.get(user=lin), set(StaticToken.objects.values_list("token"))
    clock.shift(60)
    secret_at(client)
    for password in ({}, {"password": "wrong"}):
        sent = {"code": code_now(lin, confirmed=False)} | password
        assert "account__secret" in client.post(SET_UP, sent).content.decode()
        assert TOTPDevice.objects.get(user=lin, confirmed=True) == first
        assert set(StaticToken.objects.values_list("token")) == codes
    client.post(SET_UP, {"code": code_now(lin, confirmed=False), "password": PASSWORD})
    assert TOTPDevice.objects.get(user=lin) != first


def test_a_password_that_is_changed_meanwhile_lets_nobody_finish(lin, clock):
    client = inside(lin)
    secret_at(client)
    client.post(SET_UP, {"code": code_now(lin, confirmed=False)})
    clock.shift(60)
    thief = Client()
    answer = thief.post("/admin/login/", {"username": "lin", "password": PASSWORD})
    assert answer.url == "/admin/login/code/"
    lin.set_password("another-Horse-9")
    lin.save()
    answer = thief.post("/admin/login/code/", {"code": code_now(lin, confirmed=True)})
    assert answer.url == "/admin/login/"


def test_nobody_goes_round_the_own_password_by_managing_the_own_account(clock):
    chief = make_staff(CHIEF, username="chief", password=PASSWORD)
    client = inside(chief)
    secret_at(client)
    client.post(SET_UP, {"code": code_now(chief, confirmed=False)})
    here = f"/admin/articles/user/{chief.pk}"
    assert client.post(f"{here}/second-factor/").url == "/admin/account/"
    new = {
        "usable_password": "true",
        "password1": "another-Horse-9",
        "password2": "another-Horse-9",
    }
    assert client.post(f"{here}/password/", new).url == "/admin/password_change/"
    assert TOTPDevice.objects.get(user=chief).confirmed
    chief.refresh_from_db()
    assert chief.check_password(PASSWORD)
