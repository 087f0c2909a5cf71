"""Search finds exactly what a plain comparison of the texts finds, on either database."""
# ruff: noqa: RUF001 (full-width letters are among the things looked for)

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import search
from articles.models import Article, ArticleCounter
from articles.search.terms import terms_of
from articles.search.text import comparable, tokens
from tests.factories import make_category

# Few characters, so that neighbours, repetitions and near misses abound.
CHARACTERS = "县城书店门𠮷々〇アあ서"
WORDS = ["a", "ai", "AI", "iPhone", "phone", "16", "1", "3.14", "c++", "C#", "café", "ＡＢ"]
GAPS = ["", "", "", "", " ", "，", "。", "\n", "-", "·"]
QUERIES = 240
ARTICLES = 260


def some_text(chance, length):
    pick = [*CHARACTERS] * 3 + WORDS
    return "".join(chance.choice(pick) + chance.choice(GAPS) for _ in range(length))


def some_query(chance):
    terms = [
        some_text(chance, chance.choice([1, 1, 2, 2, 3, 4]))
        for _ in range(chance.choice([1, 1, 1, 2]))
    ]
    return " ".join(terms)


@pytest.fixture
def corpus(db):
    """Articles with few different times, so that the id must decide, too."""
    chance = random.Random(20260301)
    category, start = make_category(), datetime(2026, 3, 1, tzinfo=UTC)
    for _ in range(ARTICLES):
        lines = [some_text(chance, chance.randint(1, 25)) for _ in range(chance.randint(1, 4))]
        at = start + timedelta(minutes=chance.randint(0, 20))
        article = Article.objects.create(
            headline=some_text(chance, chance.randint(1, 6)),
            body="".join(f"<p>{line}</p>" for line in lines).replace("\n", "<br>"),
            state="published",
            published_at=at,
            category=category,
        )
        ArticleCounter.objects.create(article=article, views=chance.randint(0, 5))
        search.index(article)
    documents = {
        article.pk: (
            article,
            comparable([article.headline]),
            comparable(search.indexing.plain_text(article.body).splitlines()),
        )
        for article in Article.objects.select_related("counter")
    }
    return chance, documents


def expected(documents, query, order):
    """What a reader with patience would find."""
    needles = [term.needle for term in terms_of(query)]
    found = []
    for article, headline, text in documents.values():
        if needles and all(needle in headline or needle in text for needle in needles):
            ranks = {
                "relevance": sum(needle in headline for needle in needles),
                "newest": 0,
                "read": article.counter.views,
            }
            found.append((ranks[order], article.published_at, article.pk))
    return [pk for _rank, _at, pk in sorted(found, reverse=True)]


def test_hundreds_of_queries_find_exactly_what_comparing_every_text_finds(corpus):
    chance, documents = corpus
    hits = 0
    for number in range(QUERIES):
        query = some_query(chance)
        order = ("relevance", "newest", "read")[number % 3]
        right = expected(documents, query, order)
        results = search.search(query, order=order, per_page=50)
        assert [hit.article.pk for hit in results.hits] == right[:50], query
        assert results.total == len(right)
        hits += bool(right)
    assert hits > QUERIES / 3, "the queries must find something, or nothing is shown"


def test_every_hit_in_a_headline_or_text_is_marked(corpus):
    chance, _documents = corpus
    for _number in range(60):
        query = some_query(chance)
        for hit in search.search(query).hits:
            shown = [*hit.headline, *hit.excerpt]
            assert any(part.is_hit for part in shown), (query, shown)


LETTERS = st.text(
    alphabet=st.sampled_from(CHARACTERS + "aA1c+#é _.，Ａ㎏ß\u200b\u0301🙂"), max_size=14
)


@given(text=LETTERS, query=LETTERS)
def test_the_index_leads_to_every_text_that_contains_the_words(text, query):
    haystack = comparable([text])
    in_index = set(tokens(haystack))
    for term in terms_of(query):
        are_there = all(
            any(token.startswith(wanted.text) for token in in_index)
            if wanted.is_prefix
            else wanted.text in in_index
            for wanted in term.tokens
        )
        if term.needle in haystack:
            assert are_there
        if term.is_proven_by_tokens:
            assert are_there == (term.needle in haystack)


@given(text=st.text())
def test_any_text_makes_tokens_that_both_databases_read_alike(text):
    for token in tokens(comparable([text])):
        assert token.isascii()
        assert token.replace("_", "").isalnum()
        assert token == token.lower()


@given(text=st.text(max_size=20))
def test_a_text_finds_itself(text):
    haystack = comparable([text])
    assert all(term.needle in haystack for term in terms_of(text))
