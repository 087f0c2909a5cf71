"""Reading pages of comments as a test reads them."""

import re

from comments.models import Comment


def page_of(client, article, **query):
    response = client.get(article.get_absolute_url(), query)
    assert response.status_code == 200
    return response.content.decode()


def ids_in(page):
    return [int(pk) for pk in re.findall(r'id="comment-(\d+)"', page)]


def piece_of(page, comment):
    """What the page says about one comment."""
    return re.search(rf'id="comment-{comment.pk}".*?</article>', page, re.DOTALL).group()


def make_comments(number, article, **given):
    return Comment.objects.bulk_create(
        Comment(**{"article": article, "name": f"读者{n}", "body": f"评论{n}"} | given)
        for n in range(number)
    )


def level_of(page, comment):
    before = page[: page.index(f'id="comment-{comment.pk}"')]
    before = before[before.index('class="thread"') :]
    return 1 + before.count("<ol") - before.count("</ol>")
