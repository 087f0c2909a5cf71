"""The second factor: codes of an app (TOTP, RFC 6238), and recovery codes for when it is lost.

django-otp keeps the secrets, takes each code once, and makes guessing slow. A session that has
passed carries the device's name; a person with a factor never gets a session without.
"""

from django.db import transaction
from django.http import HttpRequest
from django_otp import DEVICE_ID_SESSION_KEY, verify_token
from django_otp import login as mark_verified
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from articles import journal
from articles.models import User
from portal.accounts import sessions

RECOVERY_CODES = 10
APP, CODES = "app", "recovery"
OFFERED = "offered_factor"


def has_factor(user: User) -> bool:
    """Whether signing in as this person takes a code."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).exists()


def is_passed(request: HttpRequest) -> bool:
    """Whether this session was begun, or continued, with a code."""
    return DEVICE_ID_SESSION_KEY in request.session


def is_due(request: HttpRequest) -> bool:
    """Whether the desk demands a second factor that this session has not."""
    return getattr(request.session, "needs_second_factor", False) and not is_passed(request)


def verify(user: User, code: str) -> TOTPDevice | StaticDevice | None:
    """Return the person's device that takes this code, None if none does or it is too early.

    Six digits are the app's; anything else is a recovery code, which is gone when it was taken.
    """
    code = "".join(code.split()).lower()
    model = TOTPDevice if code.isdigit() and len(code) == 6 else StaticDevice
    for device in model.objects.filter(user=user, confirmed=True):
        if found := verify_token(user, device.persistent_id, code):
            return found
    return None


def offered(request: HttpRequest) -> TOTPDevice:
    """The device that this session sets up, the same until it is confirmed.

    Never one that another session was shown: whoever came in with a stolen password would know the
    secret of the factor that is to keep them out.
    """
    user: User = request.user  # type: ignore[assignment]
    waiting = TOTPDevice.objects.filter(user=user, confirmed=False)
    device = waiting.filter(pk=request.session.get(OFFERED)).first()
    if device is None:
        waiting.delete()
        device = TOTPDevice.objects.create(user=user, confirmed=False, name=APP)
        request.session[OFFERED] = device.pk
    return device


@transaction.atomic
def confirm(request: HttpRequest, code: str) -> list[str] | None:
    """Take the offered device into use if the code is its; return the recovery codes.

    It replaces an earlier one, and the person's other sessions end: they began without it.
    """
    user: User = request.user  # type: ignore[assignment]
    device = offered(request)
    if not verify_token(user, device.persistent_id, "".join(code.split())):
        return None
    TOTPDevice.objects.filter(user=user).exclude(pk=device.pk).delete()
    device.refresh_from_db()
    device.confirmed = True
    device.save()
    request.session.cycle_key()
    mark_verified(request, device)
    request.session.save()
    sessions.end_others(request)
    journal.record("user.second_factor_on", user, by=user)
    return renew_recovery_codes(user)


@transaction.atomic
def renew_recovery_codes(user: User) -> list[str]:
    """Replace the recovery codes; return the new ones, which are shown once."""
    device, _is_new = StaticDevice.objects.get_or_create(user=user, defaults={"name": CODES})
    device.token_set.all().delete()
    codes = [StaticToken.random_token() for _number in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return codes


def recovery_codes_left(user: User) -> int:
    return StaticToken.objects.filter(device__user=user).count()


@transaction.atomic
def remove(user: User, *, by: User | None) -> None:
    """Let the person sign in by password alone; where the desk demands a factor, anew."""
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()
    sessions.sessions_of(user).delete()
    journal.record("user.second_factor_off", user, by=by)
