"""Sessions that know whose they are: Django's ``SESSION_ENGINE``, and what their owner may do."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db.models import Exists, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from articles.models import DeskSettings, StaffSession, User
from articles.networks import client_network

SEEN_EVERY = timedelta(minutes=10)  # how exact «last seen» is; each time is a write
MARK = "signed_in"


class SessionStore(DatabaseStore):
    """Keeps the owner in a column of its own, and learns on loading what the desk demands.

    `needs_second_factor`: whether the desk demands one, asked in the query that loads the session.
    """

    needs_second_factor = False

    @classmethod
    def get_model_class(cls) -> type[StaffSession]:
        return StaffSession

    def create_model_instance(self, data: dict[str, Any]) -> StaffSession:
        session: Any = super().create_model_instance(data)
        session.user_id = data.get(SESSION_KEY)
        mark = data.get(MARK, {})
        session.agent, session.network = mark.get("agent", ""), mark.get("network", "")
        session.signed_in_at = parse_datetime(mark["at"]) if mark else None
        return session

    def _get_session_from_db(self) -> Any:
        demanded = DeskSettings.objects.filter(two_factor_required=True)
        try:
            session = StaffSession.objects.annotate(demands=Exists(demanded)).get(
                session_key=self.session_key, expire_date__gt=timezone.now()
            )
        except StaffSession.DoesNotExist:
            self._session_key = None
            return None
        self.needs_second_factor = session.demands
        return session


def mark(request: HttpRequest) -> None:
    """Note in the fresh session from where its owner has signed in."""
    request.session[MARK] = {
        "at": timezone.now().isoformat(),
        "agent": request.headers.get("User-Agent", "")[:300].replace("\x00", ""),
        "network": client_network(request),
    }


def keep_seen(request: HttpRequest) -> None:
    """Move «last seen» on, now and then."""
    seen = request.session.get("seen")
    now = timezone.now()
    if seen is None or now - datetime.fromisoformat(seen) > SEEN_EVERY:
        request.session["seen"] = now.isoformat()


def sessions_of(user: User) -> QuerySet[StaffSession]:
    """Where this person is signed in, the latest first."""
    return StaffSession.objects.filter(user=user, expire_date__gt=timezone.now()).order_by(
        "-seen_at"
    )


def end_others(request: HttpRequest) -> int:
    """Sign the person out everywhere but here; return how many sessions ended."""
    user: Any = request.user
    mine = StaffSession.objects.filter(user=user)
    return mine.exclude(session_key=request.session.session_key).delete()[0]
