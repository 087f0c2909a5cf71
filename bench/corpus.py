"""A generated newsroom: many articles that look alike, written past the desk in bulk."""

import random
from datetime import timedelta

from django.utils import timezone

from articles import search
from articles.models import (
    Article,
    ArticleAuthor,
    ArticleCounter,
    ArticleTag,
    Author,
    Category,
    Tag,
)

WORDS = [
    "城市",
    "河口",
    "铁路",
    "学校",
    "医院",
    "书店",
    "市场",
    "观察",
    "报告",
    "工人",
    "渔民",
    "气象",
    "桥梁",
    "冬天",
    "夜班",
    "公交",
    "图书",
    "实验",
]
BATCH = 500


def build(articles: int, *, seed: int = 1) -> None:
    """Fill an empty, migrated database with this many published articles."""
    chance = random.Random(seed)
    categories = [
        Category.objects.create(name=f"栏目{n}", slug=f"c{n}", position=n) for n in range(8)
    ]
    authors = [Author.objects.create(name=f"作者{n}", slug=f"a{n}") for n in range(20)]
    tags = [Tag.objects.create(name=f"标签{n}", slug=f"t{n}") for n in range(100)]
    now = timezone.now()
    for start in range(0, articles, BATCH):
        rows = Article.objects.bulk_create(
            _article(chance, categories, now - timedelta(minutes=7 * (articles - number)))
            for number in range(start, min(start + BATCH, articles))
        )
        ArticleCounter.objects.bulk_create(ArticleCounter(article=row) for row in rows)
        ArticleAuthor.objects.bulk_create(
            ArticleAuthor(article=row, author=chance.choice(authors)) for row in rows
        )
        ArticleTag.objects.bulk_create(
            ArticleTag(article=row, tag=tag) for row in rows for tag in chance.sample(tags, 4)
        )
        for row in rows:
            search.index(row)


def _article(chance: random.Random, categories: list[Category], when) -> Article:
    sentences = ["".join(chance.choices(WORDS, k=12)) + "。" for _ in range(40)]
    paragraphs = ["".join(sentences[n : n + 4]) for n in range(0, 40, 4)]
    headline = "".join(chance.choices(WORDS, k=7))
    return Article(
        headline=headline,
        headline_html=headline,
        teaser=paragraphs[0][:180],
        body="".join(f"<p>{text}</p>" for text in paragraphs),
        category=chance.choice(categories),
        state=Article.State.PUBLISHED,
        published_at=when,
        first_published_at=when,
        is_featured=chance.random() < 0.01,
    )
