"""What the newsroom stores. Import from here, never from the modules below."""

from articles.models.article import Article
from articles.models.article_parts import ArticleAuthor, ArticlePicture, ArticleTag, Tombstone
from articles.models.article_queries import ArticleQuerySet
from articles.models.correction import Correction
from articles.models.counting import (
    ArticleCounter,
    DailySalt,
    Like,
    View,
    ViewBucket,
    ViewDay,
    ViewSum,
)
from articles.models.desk import DeskSettings
from articles.models.fingerprint import Fingerprint, FingerprintBand
from articles.models.freshness import FreshnessVersion
from articles.models.journal import JournalEntry
from articles.models.merging import MergedInto
from articles.models.notification import (
    Event,
    Notification,
    NotificationChoice,
    NotificationQuerySet,
)
from articles.models.outbox import OutgoingMail
from articles.models.people import Author, User
from articles.models.picture import Picture
from articles.models.redirect import Redirect
from articles.models.revision import ArticleRevision
from articles.models.search import SearchDocument
from articles.models.search_term import SearchTerm
from articles.models.sessions import StaffSession
from articles.models.sharing import PreviewLink, PreviewNote, PreviewVisit
from articles.models.site import SiteProfile
from articles.models.taxonomy import Category, Tag
from articles.models.throttle import ThrottleWindow
from articles.models.topic import Topic, TopicArticle
from articles.models.writing import Autosave, EditingSession

__all__ = [
    "Article",
    "ArticleAuthor",
    "ArticleCounter",
    "ArticlePicture",
    "ArticleQuerySet",
    "ArticleRevision",
    "ArticleTag",
    "Author",
    "Autosave",
    "Category",
    "Correction",
    "DailySalt",
    "DeskSettings",
    "EditingSession",
    "Event",
    "Fingerprint",
    "FingerprintBand",
    "FreshnessVersion",
    "JournalEntry",
    "Like",
    "MergedInto",
    "Notification",
    "NotificationChoice",
    "NotificationQuerySet",
    "OutgoingMail",
    "Picture",
    "PreviewLink",
    "PreviewNote",
    "PreviewVisit",
    "Redirect",
    "SearchDocument",
    "SearchTerm",
    "SiteProfile",
    "StaffSession",
    "Tag",
    "ThrottleWindow",
    "Tombstone",
    "Topic",
    "TopicArticle",
    "User",
    "View",
    "ViewBucket",
    "ViewDay",
    "ViewSum",
]
