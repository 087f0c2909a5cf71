"""Near-duplicates: which texts are found again, by what, and at what price."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles import checks, fingerprints, workflow
from articles.fingerprints import likeness, shingles
from articles.html import plain_text
from articles.models import Article, Fingerprint, FingerprintBand
from articles.workflow import ImportedArticle, import_articles
from portal.roles import AUTHOR, EDITOR
from tests.articles.desk import edited, fresh, published, purged
from tests.factories import make_content, make_draft, make_staff

pytestmark = pytest.mark.django_db

TIDE = (
    "清晨五点，潮水退到第三根木桩以外，记录员打开了本子。过去三年，这片滩涂上的候鸟数量每个月都有人"
    "清点一次，数字先写在纸上，再由志愿者录进表格。今年秋天，他们第一次数到了一百一十七只黑脸琵鹭，"
    "比去年同期多出二十九只。保护区的工程师说，水位调控让浅滩露出的时间延长了两个小时，鸟儿觅食的地方"
    "也就多了。不过他也提醒，一个季节的数字说明不了长期的变化，真正要看的是五年以后。当地渔民开始把"
    "围网往外移了五百米，换来的是每亩两百元的补贴。有人觉得不够，也有人说，海总要留一点给别人。"
)
SAME_TOPIC = (
    "候鸟季到来，沿海各地的保护区进入一年里最忙的时候。志愿者沿着海堤分成八个小组，用望远镜逐片统计"
    "水鸟的种类，黑脸琵鹭、勺嘴鹬和小青脚鹬是今年重点关注的对象。专家介绍，滩涂湿地是迁徙路线上的"
    "加油站，一旦被围垦，鸟群只能飞往更远的地方。去年冬天完成的生态修复工程清除了互花米草，恢复了"
    "近两千公顷光滩。管理部门计划在明年增设三处观鸟平台，并向学校开放课程，让孩子们认识身边的鸟。"
)
LATIN = (
    "The tide went out before five, and the counters opened their books on the mud. Every "
    "month for three years somebody has walked this shore and written down what was there. "
    "This autumn they saw one hundred and seventeen spoonbills, twenty-nine more than a year "
    "ago, and nobody is quite sure why. The engineer of the reserve thinks that lower water "
    "leaves the flats open two hours longer. He warns that one season proves nothing, and "
    "that the answer will be known in five years at best. "
)


def found_for(body, *, by=None, article=None):
    """The findings about copies that somebody writing this body is shown."""
    subject = checks.Subject(make_content(body=body), by or make_staff(EDITOR), article)
    return list(checks.CHECKS["copy"].findings(subject))


def paragraphs(text):
    return f"<p>{text}</p>"


@pytest.mark.parametrize(
    "copy",
    [
        paragraphs(TIDE),
        f"<h2>滩涂</h2><p>{TIDE[:90]}</p><p><strong>{TIDE[90:]}</strong></p>",
        paragraphs(TIDE.replace("，", ",").replace("。", "\uff0e ")),
        paragraphs(TIDE.replace("一百一十七", "一百一十八").replace("五百米", "六百米")),
        paragraphs("本报讯 " + TIDE + "（完）"),
        paragraphs(TIDE.replace("有人觉得不够，也有人说，海总要留一点给别人。", "")),
        paragraphs(
            TIDE.replace("工程师", "技术员").replace("志愿者", "学生").replace("渔民", "村民")
        ),
    ],
    ids=["same", "set otherwise", "punctuation", "numbers", "framed", "shortened", "reworded"],
)
def test_the_same_text_with_edits_is_found(copy):
    original = published(body=paragraphs(TIDE))
    assert likeness(shingles(TIDE), shingles(plain_text(copy))) >= 0.8
    (finding,) = found_for(copy)
    assert original.headline in finding.sentence


@pytest.mark.parametrize("other", [SAME_TOPIC, LATIN, "短讯：今天退潮。", ""])
def test_another_text_is_not_even_on_the_same_subject(other):
    published(body=paragraphs(TIDE))
    assert found_for(paragraphs(other)) == []


def test_latin_texts_are_compared_by_words():
    published(body=paragraphs(LATIN))
    assert len(found_for(paragraphs(LATIN.upper().replace("autumn", "spring")))) == 1
    assert found_for(paragraphs(" ".join(LATIN.split()[::-1]))) == []


def test_the_percentage_is_that_of_the_texts_themselves():
    published(body=paragraphs(TIDE))
    copy = TIDE.replace("工程师", "技术员").replace("志愿者", "学生")
    percent = round(likeness(shingles(TIDE), shingles(copy)) * 100)
    assert f"相似 {percent} %" in found_for(paragraphs(copy))[0].sentence
    assert "相似 100 %" in found_for(paragraphs(TIDE))[0].sentence


def test_it_is_said_since_when_the_other_is_there():
    article = published(body=paragraphs(TIDE))
    assert "（刚刚）" in found_for(paragraphs(TIDE))[0].sentence
    then = timezone.now() - timedelta(hours=2, minutes=5)
    Article.objects.filter(pk=article.pk).update(published_at=then, first_published_at=then)
    sentence = found_for(paragraphs(TIDE))[0].sentence.replace("\xa0", " ")
    assert sentence == f"与《{article.headline}》（2 小时前）相似 100 %。"


def test_an_article_is_no_copy_of_itself_and_the_trash_holds_none():
    article = published(body=paragraphs(TIDE))
    assert found_for(paragraphs(TIDE), article=article) == []
    draft = make_draft(body=paragraphs(TIDE))
    workflow.trash(draft, by=None)
    assert found_for(paragraphs(TIDE), article=article) == []


def test_the_newest_text_counts_also_while_readers_see_another():
    article = published(body=paragraphs(SAME_TOPIC))
    edited(article, body=paragraphs(TIDE))
    assert len(found_for(paragraphs(TIDE))) == 1
    assert found_for(paragraphs(SAME_TOPIC)) == []


def test_who_may_not_see_the_other_article_learns_the_percentage_alone():
    author = make_staff(AUTHOR)
    hidden = make_draft(headline="还没有人知道", body=paragraphs(TIDE))
    (finding,) = found_for(paragraphs(TIDE), by=author)
    assert "100 %" in finding.sentence
    assert hidden.headline not in finding.sentence
    assert not finding.address
    (finding,) = found_for(paragraphs(TIDE), by=make_staff(EDITOR))
    assert hidden.headline in finding.sentence
    assert str(hidden.pk) in finding.address


def test_an_author_is_told_of_the_own_articles_and_of_public_ones():
    author = make_staff(AUTHOR)
    own = make_draft(by=author, body=paragraphs(TIDE))
    assert own.headline in found_for(paragraphs(TIDE), by=author)[0].sentence
    public = published(body=paragraphs(LATIN))
    assert found_for(paragraphs(LATIN), by=author)[0].address == public.get_absolute_url()


def test_many_copies_are_told_by_the_few_that_are_most_alike():
    for _ in range(12):
        make_draft(body=paragraphs(TIDE))
    assert len(found_for(paragraphs(TIDE))) == 3


def test_looking_costs_one_query_and_remembering_a_handful(django_assert_num_queries):
    for _ in range(5):
        article = make_draft(body=paragraphs(TIDE))
    articles = Article.objects.all()
    with django_assert_num_queries(1):
        fingerprints.similar(paragraphs(TIDE), but=None, among=articles)
    with django_assert_num_queries(0):
        fingerprints.similar("<p>短</p>", but=None, among=articles)
    with django_assert_num_queries(2):  # nothing new: the keys are read, the SimHash is written
        fingerprints.keep(article, paragraphs(TIDE))


def test_an_imported_article_is_remembered_as_a_written_one_is():
    written = make_draft(body=paragraphs(TIDE))
    contents = [ImportedArticle(content=make_content(body=paragraphs(one))) for one in (TIDE, "短")]
    imported, short = import_articles(contents, note="")
    assert Fingerprint.objects.get(pk=imported.pk).simhash == written.fingerprint.simhash
    assert keys(imported) == keys(written)
    assert not Fingerprint.objects.filter(pk=short.pk).exists()


def test_a_text_that_became_short_is_forgotten_and_a_purged_article_leaves_nothing():
    article = make_draft(body=paragraphs(TIDE))
    edited(article, body="<p>短</p>")
    assert not Fingerprint.objects.exists()
    assert not FingerprintBand.objects.exists()
    edited(article, body=paragraphs(LATIN))
    assert Fingerprint.objects.count() == 1
    purged(fresh(article))
    assert not FingerprintBand.objects.exists()


def test_the_command_proves_and_rebuilds():
    stale, lost = make_draft(body=paragraphs(TIDE)), make_draft(body=paragraphs(LATIN))
    left = make_draft(body="<p>短</p>")
    FingerprintBand.objects.filter(pk=stale.fingerprint_bands.first().pk).delete()
    Fingerprint.objects.filter(pk=lost.pk).delete()
    Fingerprint.objects.create(article=left, simhash=1)
    with pytest.raises(CommandError):
        call_command("rebuild_fingerprints", "--check", stdout=StringIO())
    out = StringIO()
    call_command("rebuild_fingerprints", stdout=out)
    assert out.getvalue().splitlines()[:3] == [
        f"article {stale.pk}: stale",
        f"article {lost.pk}: missing",
        f"article {left.pk}: left over",
    ]
    call_command("rebuild_fingerprints", "--check", stdout=StringIO())


def keys(article):
    return set(article.fingerprint_bands.values_list("key", flat=True))
