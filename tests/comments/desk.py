"""What moderators do, as requests."""

import re

from django.contrib.auth.models import Group, Permission

from tests.factories import make_user

QUEUE = "/admin/comments/comment/"


def member_of(group, **given):
    user = make_user(**given)
    user.groups.add(Group.objects.get(name=group))
    return user


def only_allowed(*permissions):
    user = make_user()
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return user


def shown(client, **query):
    """The ids of the comments in the list, in their order."""
    response = client.get(QUEUE, query)
    assert response.status_code == 200
    return [int(pk) for pk in re.findall(r'name="seen-(\d+)"', response.content.decode())]


def decide(client, comment, decision, seen="pending", follow=True):
    fields = {"decision": decision, f"seen-{comment.pk}": seen}
    return client.post(f"{QUEUE}{comment.pk}/decide/", fields, follow=follow)


def bulk(client, action, comments, query="", **fields):
    seen = {f"seen-{comment.pk}": comment.state for comment in comments}
    ticked = {"_selected_action": [comment.pk for comment in comments]}
    return client.post(f"{QUEUE}{query}", {"action": action} | ticked | seen | fields, follow=True)


def messages(response):
    return [str(message) for message in response.context["messages"]]
