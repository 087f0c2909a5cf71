"""Addresses of what readers answer; CONTRACT.md promises the first and the last."""

from django.urls import path

from comments import feeds, views

app_name = "comments"

HERE = "article/<id:article_pk>/comments/"

urlpatterns = [
    path(HERE, views.comment_list, name="comment_list"),
    path(f"{HERE}<id:pk>/", views.comment_detail, name="comment_detail"),
    path(f"{HERE}<id:pk>/reply/", views.comment_reply, name="comment_reply"),
    path(f"{HERE}<id:pk>/replies/", views.talk_detail, name="talk_detail"),
    path(f"{HERE}feed/", feeds.comment_feed, name="comment_feed"),
]
