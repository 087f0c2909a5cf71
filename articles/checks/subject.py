"""What is looked at: a content, and what several checks want to know of it, looked up once."""

from dataclasses import dataclass
from functools import cached_property

from articles.content import ArticleContent
from articles.html import Block, Element, Node, blocks, elements, parse, picture_ids
from articles.models import Article, DeskSettings, Picture, User


@dataclass
class Subject:
    """A content as somebody would publish it. Nothing is asked of the database before a check does.

    `article` is None before the first save; `by` is whoever looks: what they may not see of other
    articles, no finding tells them.
    """

    content: ArticleContent
    by: User
    article: Article | None = None

    @cached_property
    def settings(self) -> DeskSettings:
        return DeskSettings.load()

    @cached_property
    def nodes(self) -> list[Node]:
        return parse(self.content.body)

    @cached_property
    def elements(self) -> list[Element]:
        return list(elements(self.nodes))

    @cached_property
    def blocks(self) -> list[Block]:
        return blocks(self.content.body)

    @cached_property
    def pictures(self) -> dict[int, Picture]:
        """The cover and the pictures of the body, by id; what is gone is not there."""
        ids = {pk for pk in (self.content.cover_id, *picture_ids(self.content.body)) if pk}
        return Picture.objects.in_bulk(ids) if ids else {}

    def texts(self) -> list[tuple[str, str]]:
        """What readers read, as (field of the form, piece of plain text)."""
        content = self.content
        lines = [(name, getattr(content, name)) for name in ("headline", "subheadline", "excerpt")]
        body = [("body", block.text) for block in self.blocks]
        return [(name, text) for name, text in (*lines, *body) if text]
