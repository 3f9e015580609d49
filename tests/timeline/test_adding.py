"""Adding articles in the admin: what is shown before anything is stored, several at once, and all that goes wrong."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from articles.limited import LARGEST_UPLOAD
from articles.models import Article, ArticleVersion, Case, KindCorrection
from tests import factories as make
from tests.articles import web
from tests.articles.files import docx, pdf, zip_bomb
from timeline import services
from timeline.models import Citation, Event, Mention, Review

pytestmark = pytest.mark.django_db

ADD = "/admin/articles/article/add/"
SENTENCE = "Judge Rosa Linden sentenced the ferryman Tom Reed to six months in jail on Thursday."
TEXT = f"{SENTENCE}\nNobody spoke, and the ferryman was led away.\nThe hearing had begun at nine."
DATED = {"source": "The Linden Post", "published": "2016-06-03"}


@pytest.fixture
def chief(client: Client) -> Client:
    editor = make.make_staff()
    editor.is_superuser = True
    editor.save()
    client.force_login(editor)
    return client


@pytest.fixture
def case() -> Case:
    return make.make_case("ferry", timezone="Europe/London", title="The ferryman", is_public=False)


@pytest.fixture
def site(settings) -> Iterator[str]:
    settings.FETCH_NETWORKS = list(web.LOOPBACK)
    with web.site() as address:
        yield address


def hand_in(client: Client, case: Case, *, button: str = "_preview", **told: object) -> str:
    page = client.post(ADD, {"case": case.pk, **told, button: ""}, follow=True)
    assert page.status_code == 200
    return page.content.decode()


def draft(text: str = TEXT, **told: object) -> dict[str, object]:
    """One draft as its form sends it back."""
    fields = {"take": "on", "timezone": "Europe/London", "text": text, **DATED, **told}
    return {"drafts": 1, **{f"0-{name}": value for name, value in fields.items()}}


def upload(name: str, raw: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, raw)


def test_a_preview_shows_what_would_be_found_and_stores_nothing(chief: Client, case: Case) -> None:
    page = hand_in(chief, case, text=f"{TEXT}\nRELATED: Ferries of the north", **DATED)
    assert "Nothing of this is stored yet" in page
    assert "4 paragraphs, 1 event would be suggested" in page
    assert "Sentencing</strong>, occurred, 2 June 2016" in page
    assert "Teaser" in page
    assert not Article.objects.exists()
    assert not Event.objects.exists()


def test_what_was_looked_at_is_added(chief: Client, case: Case) -> None:
    page = hand_in(chief, case, button="_add", **draft())
    assert "Below is what was found in it" in page
    assert Event.objects.get().review == Review.SUGGESTED
    assert Article.objects.get().versions.get().text == TEXT


def test_corrections_in_the_preview_are_looked_at_again(chief: Client, case: Case) -> None:
    page = hand_in(chief, case, **draft(published="2016-06-10"))
    assert "9 June 2016" in page
    assert not Article.objects.exists()


def test_a_text_that_bears_another_day_is_looked_at_before_it_is_added(chief: Client, case: Case) -> None:
    page = hand_in(chief, case, button="_add", text=f"Updated: 4 May 2015\n{TEXT}", **DATED)
    assert "Its text is stamped “Updated: 4 May 2015”, and it was handed in as published on 3 June 2016." in page
    assert not Article.objects.exists()


def test_several_files_at_once_have_a_line_each(chief: Client, case: Case) -> None:
    files = [
        upload("one.docx", docx(SENTENCE, "Nobody spoke.")),
        upload("two.pdf", pdf([(50, 700, "The ferry sank on Monday, 4 April 2016.")])),
        upload("three.txt", b"A petition was handed over on 8 May 2016."),
        upload("bomb.docx", zip_bomb()),
        upload("scan.pdf", pdf()),
        upload("old.doc", b"x"),
    ]
    page = hand_in(chief, case, button="_add", file=files, **DATED)
    assert Article.objects.count() == 3
    for name in ("Added: one.docx", "Added: two.pdf", "Added: three.txt"):
        assert name in page
    for why in ("bomb.docx</strong>: Unpacked it would have", "scan.pdf</strong>: This PDF holds", "old.doc</strong>:"):
        assert why in page


def test_text_files_and_pages_come_in_together(chief: Client, case: Case, site: str) -> None:
    told = {"text": TEXT, "file": upload("a.txt", b"A ferry was raised."), "addresses": f"{site}/story\n{site}/gone"}
    page = hand_in(chief, case, **told, **DATED)
    assert page.count('class="draft"') == 3
    assert f"{site}/gone</strong>: There is no page at this address" in page


def test_the_source_of_a_page_is_read_as_the_page_and_says_so(chief: Client, case: Case) -> None:
    story = "".join(f"<p>{line}</p>" for line in TEXT.split("\n"))
    source = f"<!DOCTYPE html><html><head><title>Ferryman jailed</title></head><body><h1>Ferryman jailed</h1>{story}"
    page = hand_in(chief, case, button="_add", text=f"{source}</body></html>", **DATED)
    assert "This was the source of a web page" in page
    assert not Article.objects.exists()  # before somebody has looked at it
    assert SENTENCE in page
    assert "&lt;p&gt;" not in page


@pytest.mark.parametrize("text", ["<3 days later the ferry sank on 4 May.", "<p> is a tag, said Rosa Linden on 4 May."])
def test_words_that_begin_like_a_tag_stay_words(chief: Client, case: Case, text: str) -> None:
    hand_in(chief, case, button="_add", text=text, **DATED)
    assert Article.objects.get().versions.get().text == text


def test_too_large_a_file_is_dropped_while_it_comes(chief: Client, case: Case) -> None:
    page = hand_in(chief, case, file=[upload("big.pdf", b"%PDF-" + b"x" * LARGEST_UPLOAD)], **DATED)
    assert "big.pdf</strong>: It is larger than 20 MB. Save it without pictures, or paste its text" in page
    assert "Not read, and not stored" in page


def test_more_than_a_few_are_for_the_command(chief: Client, case: Case) -> None:
    page = hand_in(chief, case, addresses="\n".join(f"https://{n}.example" for n in range(21)))
    assert "These are 21 articles; at most 20 are taken at once" in page


def test_a_page_tells_its_day_and_source(chief: Client, case: Case, site: str) -> None:
    hand_in(chief, case, button="_add", addresses=f"{site}/story")
    article = Article.objects.get()
    assert (article.title, article.source.name, str(article.published)) == (
        "Ferry sinks",
        "The Linden Post",
        "2016-06-10",
    )
    assert article.url == f"{site}/story"


def test_a_page_without_a_day_asks_for_it(chief: Client, case: Case, site: str) -> None:
    page = hand_in(chief, case, button="_add", addresses=f"{site}/undated", source="The Linden Post")
    assert "No day of publication was found. Write it, like 2016-06-10." in page
    assert not Article.objects.exists()


def test_a_page_with_very_little_text_has_to_be_looked_at(chief: Client, case: Case, site: str) -> None:
    page = hand_in(chief, case, button="_add", addresses=f"{site}/plain", **DATED)
    assert "Only 5 words were found: a paywall" in page
    assert not Article.objects.exists()
    note = "Only 5 words were found"
    hand_in(chief, case, button="_add", **draft("The ferry sank on Monday.", note=note))
    assert Article.objects.count() == 1


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/to-metadata", "leads to a private network"),
        ("/paywall", "behind a paywall"),
        ("/picture", "It is no page but a file of the kind image/png"),
        ("/endless", "larger than 10 MB"),
    ],
)
def test_what_cannot_be_fetched_is_named(chief: Client, case: Case, site: str, path: str, why: str) -> None:
    assert why in hand_in(chief, case, addresses=site + path, **DATED)
    assert not Article.objects.exists()


def test_nothing_inside_is_asked_without_leave(chief: Client, case: Case) -> None:
    with web.site() as address:
        assert "leads to a private network" in hand_in(chief, case, addresses=f"{address}/story", **DATED)


def test_one_that_is_left_out_is_not_stored(chief: Client, case: Case) -> None:
    two = {"1-text": "A second story.", "1-timezone": "UTC", **{f"1-{name}": value for name, value in DATED.items()}}
    hand_in(chief, case, button="_add", **{**draft(), **two, "drafts": 2})
    assert ArticleVersion.objects.get().text == TEXT


def test_leaving_all_out_is_said(chief: Client, case: Case) -> None:
    left_out = {name: value for name, value in draft().items() if name != "0-take"}
    assert "Nothing was added." in hand_in(chief, case, button="_add", **left_out)
    assert not Article.objects.exists()


def test_a_title_belongs_to_the_text_that_was_pasted(chief: Client, case: Case) -> None:
    told = {"text": TEXT, "title": "Six months", "file": upload("a.txt", b"A ferry was raised.")}
    hand_in(chief, case, button="_add", **told, **DATED)
    assert set(Article.objects.values_list("title", flat=True)) == {"Six months", ""}


def test_a_copy_is_named_and_can_be_made_the_next_version(chief: Client, case: Case) -> None:
    hand_in(chief, case, button="_add", text=TEXT, title="Six months", **DATED)
    first = Article.objects.get()
    corrected = TEXT.replace("six months", "nine months")
    page = hand_in(chief, case, text=corrected, title="Nine months", **DATED)
    assert "This looks like an article that you have" in page
    assert "the next version of “Six months”" in page
    page = hand_in(chief, case, button="_add", **draft(corrected, title="Nine months", same_as=first.pk))
    assert "the new text is kept as its next version" in page
    assert list(first.versions.values_list("text", flat=True)) == [TEXT, corrected]


def test_the_same_words_are_named(chief: Client, case: Case) -> None:
    hand_in(chief, case, button="_add", text=TEXT, **DATED)
    assert "It has the same words" in hand_in(chief, case, text=TEXT.upper(), **DATED)


def test_a_link_from_the_article_corrects_its_text(chief: Client, case: Case) -> None:
    hand_in(chief, case, button="_add", text=TEXT, **DATED)
    article = Article.objects.get()
    page = chief.get(f"{ADD}?article={article.pk}").content.decode()
    assert SENTENCE in page
    assert f'name="same_as" value="{article.pk}"' in page
    hand_in(chief, case, button="_add", text="All was well.", same_as=article.pk, **DATED)
    assert article.versions.count() == 2


def test_markup_in_files_and_their_names_is_text(chief: Client, case: Case) -> None:
    page = hand_in(chief, case, file=upload("<b>a.txt", b"<script>alert(1)</script> The ferry sank."), **DATED)
    assert "<script>alert(1)" not in page
    assert "&lt;b&gt;a.txt" in page


@pytest.mark.parametrize(
    "broken", [{"drafts": "x"}, {"drafts": "1"}, {"drafts": "9" * 30}, {"drafts": "1", "0-text": "a", "0-same_as": "x"}]
)
def test_a_broken_form_stores_nothing(chief: Client, case: Case, broken: dict[str, str]) -> None:
    hand_in(chief, case, button="_add", **broken)
    assert not Article.objects.exists()


def test_a_corrected_kind_is_read_again_and_says_who(chief: Client, case: Case) -> None:
    hand_in(chief, case, button="_add", text=TEXT, **DATED)
    article = Article.objects.get()
    page = reverse("admin:articles_article_change", args=[article.pk])
    kinds = reverse("admin:articles_article_kinds", args=[article.pk])
    said = chief.post(kinds, {"version": 1, "kind-1": "teaser", "kind-2": "body"}, follow=True).content.decode()
    assert "Corrected paragraphs: 1. The article was read again." in said
    assert "was body; editor" in said
    assert not Event.objects.exists()
    chief.post(kinds, {"version": 1, "kind-1": "body"})
    assert Event.objects.get().citations.get().mention.run.corrections == 2
    assert "cannot" not in chief.get(page).content.decode()
    assert KindCorrection.objects.count() == 2


def test_a_kind_that_there_is_not_changes_nothing(chief: Client, case: Case) -> None:
    hand_in(chief, case, button="_add", text=TEXT, **DATED)
    kinds = reverse("admin:articles_article_kinds", args=[Article.objects.get().pk])
    said = chief.post(kinds, {"version": 1, "kind-1": "poem"}, follow=True).content.decode()
    assert "is no kind of paragraph" in said
    assert chief.post(kinds, {"version": 7, "kind-1": "teaser"}).status_code == 404
    assert chief.get(kinds).status_code == 403


def test_words_that_were_corrected_away_are_orphans_and_go_nowhere(chief: Client, case: Case) -> None:
    hand_in(chief, case, button="_add", text=TEXT, **DATED)
    article, event = Article.objects.get(), Event.objects.get()
    services.approve_events(events=Event.objects.all(), by=None)
    corrected = TEXT.replace("six months in jail", "nine months in jail")
    hand_in(chief, case, button="_add", **draft(corrected, same_as=article.pk))
    citation = Citation.objects.get(event=event, accepted=True)
    assert citation.mention.quote == SENTENCE
    page = chief.get(reverse("admin:articles_article_change", args=[article.pk])).content.decode()
    assert "Cited words that no longer stand in it" in page
    assert f'Version 1: “<q lang="en">{SENTENCE}</q>”' in page
    event_page = chief.get(reverse("admin:timeline_event_change", args=[event.pk])).content.decode()
    assert "These words no longer stand in the article" in event_page
    assert event_page.count("no longer stand") == 1


def test_a_second_case_hears_of_a_correction(chief: Client, case: Case) -> None:
    other = make.make_case("jail", title="The jail")
    told = {**DATED, "url": "https://post.example/six"}
    hand_in(chief, case, button="_add", text=TEXT, **told)
    hand_in(chief, other, button="_add", text=TEXT, **told)
    hand_in(chief, case, button="_add", text=TEXT.replace("six", "nine"), **told)
    quotes = Mention.objects.filter(citations__event__case=other).values_list("quote", flat=True)
    assert list(quotes) == [SENTENCE.replace("six", "nine")]


def test_who_may_not_add_may_not_correct(client: Client, case: Case) -> None:
    client.force_login(make.make_staff("visitor"))
    version = make.make_article(case)
    assert client.get(ADD).status_code == 403
    assert client.post(ADD, {"case": case.pk, "text": TEXT, **DATED}).status_code == 403
    kinds = reverse("admin:articles_article_kinds", args=[version.article_id])
    assert client.post(kinds, {"version": 1, "kind-1": "teaser"}).status_code == 403


def test_the_same_file_twice_is_one_article(chief: Client, case: Case) -> None:
    files = [upload("a.txt", TEXT.encode()), upload("b.txt", TEXT.encode())]
    page = hand_in(chief, case, button="_add", file=files, **DATED)
    assert "Added: a.txt" in page
    assert "Unchanged: b.txt" in page
    assert Article.objects.count() == 1


def test_too_long_a_paste_is_told_what_to_do(chief: Client, case: Case) -> None:
    page = chief.post(ADD, {"case": case.pk, "text": "The ferry sank. " * 900_000, **DATED})
    assert page.status_code == 400
    assert "hand a long text in as a file" in page.content.decode()


def test_texts_that_one_form_cannot_hold_wait(chief: Client, case: Case) -> None:
    files = [upload(f"{n}.txt", f"{n} ferries sank. ".encode() * 240_000) for n in range(3)]
    page = hand_in(chief, case, file=files, **DATED)
    assert "2.txt</strong>: All texts together are too long" in page
    assert "1.txt</strong>" not in page


def test_a_long_text_is_shown_in_part(chief: Client, case: Case) -> None:
    text = "\n".join(f"Ferry {n} was raised on {n % 28 + 1} May 2016." for n in range(300))
    page = hand_in(chief, case, text=text, **DATED)
    assert "100 more paragraphs are not shown here" in page
    assert "by the first 200" in page


def test_who_may_look_sees_what_was_found_and_no_button(client: Client, case: Case) -> None:
    journalist = make.make_staff("journalist")
    journalist.groups.add(Group.objects.get(name="Journalist"))
    client.force_login(journalist)
    version = make.make_article(case)
    page = client.get(reverse("admin:articles_article_change", args=[version.article_id])).content.decode()
    assert "The new footbridge over the Linden" in page
    assert "Save the kinds" not in page
    assert "Correct its text" not in page


def test_a_page_of_an_article_asks_a_fixed_number_of_queries(
    chief: Client, case: Case, django_assert_max_num_queries
) -> None:
    text = "\n".join(f"Ferry {n} was raised on {n % 28 + 1} May 2016." for n in range(320))
    hand_in(chief, case, button="_add", text=text, **DATED)
    address = reverse("admin:articles_article_change", args=[Article.objects.get().pk])
    with django_assert_max_num_queries(32):
        page = chief.get(address).content.decode()
    assert "The next paragraphs, from ¶301" in page
    assert "Ferry 319 was raised" in chief.get(f"{address}?from=301").content.decode()
