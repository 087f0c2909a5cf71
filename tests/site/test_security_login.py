"""Signing in: passwords cannot be guessed in numbers, and the way in leads nowhere else."""

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from articles.models import ThrottleWindow
from portal.staff_login import FOR_ALL_ACCOUNTS, FOR_ONE_ACCOUNT
from tests.factories import make_user

pytestmark = pytest.mark.django_db

PASSWORD = "right-Horse-9"
HERE, ELSEWHERE = "192.0.2.7", "198.51.100.7"


@pytest.fixture
def account():
    return make_user(username="chief", password=PASSWORD)


def sign_in(password, *, username="chief", address=HERE, **sent):
    form = {"username": username, "password": password} | sent
    return Client(REMOTE_ADDR=address).post("/admin/login/", form)


def guess_often(number, **given):
    for attempt in range(number):
        sign_in(f"wrong {attempt}", **given)


def test_a_few_wrong_passwords_keep_nobody_out(account):
    guess_often(FOR_ONE_ACCOUNT - 1)
    assert sign_in(PASSWORD).status_code == 302


@time_machine.travel("2026-11-24T08:00:00Z", tick=False)
def test_after_many_not_even_the_right_one_is_looked_at(account):
    guess_often(FOR_ONE_ACCOUNT)
    answer = sign_in(PASSWORD)
    assert answer.status_code == 200
    assert "尝试次数过多" in answer.content.decode()
    assert "sessionid" not in answer.cookies


def test_the_name_is_the_same_in_every_spelling(account):
    guess_often(FOR_ONE_ACCOUNT, username="CHIEF")
    assert sign_in(PASSWORD).status_code == 200


def test_a_stranger_locks_nobody_out(account):
    guess_often(FOR_ONE_ACCOUNT, address=ELSEWHERE)
    assert sign_in(PASSWORD).status_code == 302


def test_one_network_cannot_try_one_password_on_all_accounts(account):
    for number in range(FOR_ALL_ACCOUNTS):
        sign_in("123456", username=f"user{number}")
    remembered = ThrottleWindow.objects.count()
    assert sign_in(PASSWORD).status_code == 200
    assert ThrottleWindow.objects.count() == remembered  # nor fill the table with made-up names
    assert sign_in(PASSWORD, address=ELSEWHERE).status_code == 302


def test_time_opens_the_door_again(account):
    with time_machine.travel("2026-11-24T08:00:00Z", tick=False) as clock:
        guess_often(FOR_ONE_ACCOUNT)
        clock.shift(15 * 60)
        assert sign_in(PASSWORD).status_code == 302


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("http://testserver", 302),
        (settings.SITE_URL, 302),  # as behind a proxy that passes another host on
        ("https://testserver", 403),
        ("http://evil.example", 403),
        ("null", 403),
    ],
)
def test_only_forms_of_this_site_sign_in(account, origin, status):
    browser = Client(enforce_csrf_checks=True)
    browser.get("/admin/login/")
    form = {"username": "chief", "password": PASSWORD}
    form["csrfmiddlewaretoken"] = browser.cookies["csrftoken"].value
    answer = browser.post("/admin/login/", form, headers={"Origin": origin})
    assert answer.status_code == status


@pytest.mark.parametrize("next", ["//evil.example", "https://evil.example", "/\\evil.example", ""])
def test_signing_in_leads_to_no_other_site(account, next):
    assert sign_in(PASSWORD, next=next).headers["Location"] == "/admin/"
