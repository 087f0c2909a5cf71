"""Hostile words in what the desk has beside its articles: no page of desk or readers runs them."""

import json
from dataclasses import replace
from xml.dom import minidom

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import autosaves, notifications, outbox, sharing, workflow
from articles.models import (
    ArticleRevision,
    Correction,
    DeskSettings,
    Event,
    PreviewNote,
    Redirect,
    SearchTerm,
    Topic,
)
from portal.composing import Composition, compose
from portal.models import FrontEdition, MenuItem
from tests.articles.desk import edited, fresh, published
from tests.factories import make_draft, make_user
from tests.site.test_security_text import BODY, CONTROLS, MARKUP, Reading

pytestmark = pytest.mark.django_db

BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}


def dangers_in(answer) -> list[str]:
    kind, content = answer.headers["Content-Type"], answer.content.decode()
    if "json" in kind:
        json.loads(content)
    elif "xml" in kind:
        minidom.parseString(content)
    elif "html" in kind:
        reading = Reading()
        reading.feed(content)
        return reading.dangers
    return []


def corrected(words, chief):
    """A published article with corrections, guests, rivals, and a text on top of it."""
    article = published(headline=words, body=f"<p>{words}</p>{BODY}")
    first = article.latest_revision
    Correction.objects.create(article=article, kind=Correction.Kind.CORRECTION, note=words)
    type(article).objects.filter(pk=article.pk).update(has_corrections=True)
    edited(article, headline=f"改{words}"[:200], body=f"<p>改{words}</p>{BODY}<blockquote>{words}")
    rival = replace(workflow.content_of(fresh(article)), headline=f"另{words}"[:200], body=BODY)
    workflow.save_revision(article, rival, by=chief, base=first, note=words)
    workflow.place(fresh(article), by=chief, assignee=chief, planned_for=timezone.now())
    autosaves.keep(article, chief, {"headline": words, "body": words}, base=first)
    link = sharing.create_link(fresh(article), by=chief, label=words[:100])
    PreviewNote.objects.create(link=link, name=words[:60], body=words)
    notifications.notify(Event.PREVIEW_NOTE, article, by=None, reason=words, also=[chief])
    return article, link, first


def taken_back(words, chief):
    article = published(headline=words)
    return workflow.retract(article, by=chief, reason=words)


def the_rest(words, chief, article):
    topic = Topic.objects.create(name=words[:60], slug="t", intro=BODY + words, is_published=True)
    topic.entries.create(article=article)
    target = MenuItem.Target.ADDRESS
    MenuItem.objects.create(target=target, address="/'\"><zqx/onx=1>", label=words[:30])
    edition = FrontEdition.objects.create(name=words[:40], starts_at=timezone.now())
    compose(edition, Composition(lead=article.pk), by=chief)
    Redirect.objects.create(old_path="/'\"><zqx onx=1>", new_path="/'\"><zqx onx=2>")
    SearchTerm.objects.create(day=timezone.localdate(), words=words, searches=9)
    DeskSettings.objects.create(pk=1, watch_words=words)
    return topic


@pytest.mark.parametrize("words", [MARKUP, CONTROLS], ids=["markup", "controls"])
def test_no_words_of_the_desk_enter_a_page(words):
    chief = make_user(
        is_superuser=True, username="zqx", last_name=words[:30], email="chief@example.com"
    )
    article, link, first = corrected(words, chief)
    retracted, trashed = taken_back(words, chief), make_draft(by=chief, headline=words)
    workflow.trash(trashed, by=chief, reason=words)
    topic = the_rest(words, chief, article)
    reader, desk = Client(headers=BROWSER), Client()
    desk.force_login(chief)
    public = [
        *("/", article.get_absolute_url(), retracted.get_absolute_url(), "/corrections/", "/feed/"),
        *(topic.get_absolute_url(), f"{topic.get_absolute_url()}feed/", sharing.address_of(link)),
    ]
    asked = [(reader, one) for one in public]
    pages = ["change", "preview_page", "compare", "history", "quick", "sharing", "withdraw"]
    own = [reverse(f"admin:articles_article_{page}", args=[article.pk]) for page in pages]
    compared = reverse("admin:articles_article_compare", args=[article.pk])
    aside = article.revisions.get(kind=ArticleRevision.Kind.ASIDE)
    own += [f"{own[0]}?autosave=1", f"{compared}?old={first.pk}&new=latest&view=side"]
    own += [reverse("admin:articles_article_merge", args=[article.pk, aside.pk])]
    own += [reverse("admin:articles_article_change", args=[one.pk]) for one in (retracted, trashed)]
    lists = (
        "index notifications statistics articles_article_calendar articles_journalentry_changelist"
        " articles_outgoingmail_changelist articles_topic_changelist articles_redirect_changelist"
        " portal_menuitem_changelist portal_menuitem_arrange portal_frontedition_changelist"
    )
    own += [reverse(f"admin:{name}") for name in lists.split()]
    for thing in (
        topic,
        MenuItem.objects.get(),
        FrontEdition.objects.get(),
        Redirect.objects.get(),
    ):
        name = f"admin:{thing._meta.app_label}_{thing._meta.model_name}_change"
        own.append(reverse(name, args=[thing.pk]))
    for client, path in [*asked, *((desk, one) for one in own)]:
        answer = client.get(path)
        assert answer.status_code in (200, 410), path
        assert dangers_in(answer) == [], path


def test_no_words_write_a_header_of_a_mail():
    chief = make_user(is_superuser=True, username="zqx", email="chief@example.com")
    article = make_draft(by=chief, headline="题\r\nBcc: thief@example.com")
    reason = "a\r\nTo: thief@example.com"
    notifications.notify(Event.PREVIEW_NOTE, article, by=None, reason=reason)
    notifications.notify(Event.WITHDRAWN, article, by=make_user(last_name="a\nCc: t@e.example"))
    outbox.send_due()
    assert [sent.recipients() for sent in mail.outbox] == [["chief@example.com"]] * len(mail.outbox)
    assert mail.outbox
    for sent in mail.outbox:
        assert {name.lower() for name in sent.message()}.isdisjoint({"bcc", "cc"})
