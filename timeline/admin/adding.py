"""Adding articles: what is handed in is read, shown with what would be found in it, and then added.

One page, three answers: the form; the drafts, each with its preview, to be completed and corrected; and where all went
well, the way to what was added. Nothing is stored before an editor adds it, and then each article whole or not at all.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, compress
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.helpers import AdminForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html

from articles.days import publication_day
from articles.drafts import Draft, Refused
from articles.duplicates import Alike, find_alike
from articles.errors import IngestError
from articles.forms import AddForm, DraftForm, draft_forms, known_sources
from articles.intake import MOST, read_all, read_pasted
from articles.limited import LARGEST_UPLOAD
from articles.models import Article, Case
from articles.services import Ingested
from articles.uploads import dropped
from timeline.admin.numbers import whole_number
from timeline.reconciliation import is_put_together
from timeline.services import add_article
from timeline.services.previewing import Reading, preview
from timeline.stamped import doubt_of_day

FIELDSETS: Any = [
    (None, {"fields": ["case"]}),
    ("Paste a text", {"fields": ["text", "title", "url"]}),
    ("Or hand in files", {"fields": ["file"]}),
    ("Or name pages of the web", {"fields": ["addresses"]}),
    ("What holds for all of them", {"fields": ["source", "published", "timezone"]}),
]
MOST_TEXT = 10_000_000  # bytes of all drafts: their form comes back with all texts in it (DATA_UPLOAD_MAX_MEMORY_SIZE)
SAID = {
    "added": "Added. Below is what was found in it; its events wait in the queue.",
    "waiting": "Added. Below is what was found in it; its events come into the queue when a worker has put"
    " this large case together, in a minute or two.",
    "corrected": "We had this article: the new text is kept as its next version.",
    "unchanged": "We have this article already, word for word. Nothing was changed.",
}
OLD_WORDS = "These are the words of an earlier version of this article. The newer one, below, stays in force."


@dataclass(slots=True)
class Intake:
    """What is on the table: drafts that wait for the editor, what could not be read, and what was added by now."""

    case: Case
    forms: list[DraftForm]
    refused: Sequence[Refused] = ()
    added: list[tuple[DraftForm, Ingested]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Preview:
    """A draft with what would be found in it. `hidden` is the number of paragraphs that are not shown."""

    form: DraftForm
    readings: Sequence[Reading]
    hidden: int
    alike: Sequence[Alike]

    @property
    def events(self) -> int:
        return sum(len(reading.events) for reading in self.readings)


def answer(request: HttpRequest, admin: ModelAdmin) -> HttpResponse:
    """The page of adding, in whichever of its states."""
    if request.method != "POST":
        return _page(request, admin, AddForm(initial=_initial(request)))
    intake: Intake | None
    if "drafts" in request.POST:
        intake = _returned(request)
        if intake is None:
            return _page(request, admin, AddForm())
    else:
        form = AddForm(request.POST, request.FILES, dropped=dropped(request))
        if not form.is_valid():
            return _page(request, admin, form)
        intake = _handed_in(form)
    if "_preview" not in request.POST:
        _add(request, intake, is_first_sight="drafts" not in request.POST)
        for _, ingested in intake.added:
            admin.log_addition(request, ingested.article, [{"added": {}}])
    if not intake.forms and not intake.refused:
        return HttpResponseRedirect(_way_on(intake))
    return _page(request, admin, AddForm(initial={"case": intake.case.pk}), intake)


def _page(request: HttpRequest, admin: ModelAdmin, form: Any, intake: Intake | None = None) -> HttpResponse:
    """The drafts of the intake with their previews; where there are none, the form."""
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": "Add articles",
        "known_sources": known_sources(),
        "intake": intake,
        "previews": [_preview(draft) for draft in intake.forms] if intake else [],
        "form": form,
        "adminform": AdminForm(form, FIELDSETS, {}, model_admin=admin),
    }
    return TemplateResponse(request, "admin/articles/article/add.html", context)


def _initial(request: HttpRequest) -> dict[str, Any]:
    """The case, or the article whose text is to be corrected, that the link to this page names."""
    article = Article.objects.filter(pk=whole_number(request.GET.get("article"))).first()
    version = article.versions.order_by("-number").first() if article else None
    if article is None or version is None:
        return {"case": request.GET.get("case")}
    names = ("title", "url", "source", "published", "timezone")
    told = {name: str(getattr(article, name)) for name in names}
    return {**told, "text": version.text, "same_as": article.pk, "case": article.cases.first()}


def _handed_in(form: AddForm) -> Intake:
    """Everything that was handed in, read; what the editor told of it goes before what it says itself."""
    data = form.cleaned_data
    items = read_all(data["file"], data["addresses"], data["timezone"])
    if data["text"].strip():
        items.insert(0, read_pasted(data["text"], data["title"], data["url"], data["timezone"]))
    told = {name: data[name] for name in ("source", "published", "timezone") if data[name]}
    if len(items) == 1 and data["title"]:
        told["title"] = data["title"]
    drafts = [_doubting(replace(item, **told)) for item in items if isinstance(item, Draft)]
    drafts, too_much = _split(drafts)
    too_large = f"It is larger than {LARGEST_UPLOAD // 1_000_000} MB. Save it without pictures, or paste its text."
    refused = [item for item in items if isinstance(item, Refused)]
    refused += [
        Refused(draft.where, "All texts together are too long. Hand this one in by itself.") for draft in too_much
    ]
    refused += [Refused(name, too_large) for name in form.dropped]
    return Intake(data["case"], draft_forms(drafts, data["case"], data["same_as"]), refused)


def _doubting(draft: Draft) -> Draft:
    """With a note where its text bears another day than it was handed in with: somebody looks before it is added."""
    try:
        doubt = doubt_of_day(draft.text, publication_day(draft.published, draft.timezone), draft.timezone)
    except IngestError:
        return draft  # its form says what is wrong
    return replace(draft, note=f"{draft.note} {doubt}".strip())


def _split(drafts: Sequence[Draft]) -> tuple[list[Draft], list[Draft]]:
    """The drafts that one form can hold, and the rest; a single one is always held, and its length judged elsewhere."""
    sizes = accumulate(len(draft.text.encode(errors="replace")) for draft in drafts)
    fits = [size <= MOST_TEXT or i == 0 for i, size in enumerate(sizes)]
    return list(compress(drafts, fits)), [draft for draft, fit in zip(drafts, fits, strict=True) if not fit]


def _returned(request: HttpRequest) -> Intake | None:
    """The drafts as the editor sends them back; None where the form is broken."""
    case = Case.objects.filter(pk=whole_number(request.POST.get("case"))).first()
    number = min(whole_number(request.POST.get("drafts")), MOST + 1)
    forms = [DraftForm(request.POST, prefix=str(i), case=case) for i in range(number)] if case else []
    there = [form for form in forms if form.add_prefix("text") in request.POST]
    return Intake(case, there) if case and there else None


def _add(request: HttpRequest, intake: Intake, *, is_first_sight: bool) -> None:
    """Add what is complete. What an editor has to look at first (it has a note, or lacks something) stays."""
    editor: Any = request.user
    waiting = []
    for form in intake.forms:
        must_be_seen = is_first_sight and form["note"].value()
        if not form["take"].data or must_be_seen or not form.is_valid():
            waiting.append(form)
            continue
        try:
            intake.added.append((form, add_article(**form.told(), by=editor)))
        except IngestError as error:
            form.add_error(None, str(error))
            waiting.append(form)
    intake.forms = waiting if any(form["take"].data for form in waiting) else []  # others the editor left out
    if not intake.added and not intake.forms:
        messages.info(request, "Nothing was added.")
    for form, ingested in intake.added:
        _say(request, intake.case, form, ingested, alone=len(intake.added) == 1 and not waiting and not intake.refused)


def _say(request: HttpRequest, case: Case, form: DraftForm, ingested: Ingested, *, alone: bool) -> None:
    is_old = ingested.version.text != form.cleaned_data["text"]
    is_waiting = ingested.outcome == "added" and not is_put_together(case, ingested.version)
    said = OLD_WORDS if is_old else SAID["waiting" if is_waiting else ingested.outcome]
    level = messages.WARNING if is_old else messages.SUCCESS
    if alone:
        messages.add_message(request, level, said)
        return
    address = reverse("admin:articles_article_change", args=[ingested.article.pk])
    line = '{}: {}, <a href="{}">{}</a>'
    outcome = "An earlier version" if is_old else ingested.outcome.capitalize()
    messages.add_message(request, level, format_html(line, outcome, form["where"].value(), address, ingested.article))


def _way_on(intake: Intake) -> str:
    if len(intake.added) == 1:
        return reverse("admin:articles_article_change", args=[intake.added[0][1].article.pk])
    return f"{reverse('admin:articles_article_changelist')}?cases__id__exact={intake.case.pk}"


def _preview(form: DraftForm) -> Preview:
    """What would be found in a draft; nothing where its text is none, as its form says then."""
    form.is_valid()
    data = form.cleaned_data
    if not data.get("text"):
        return Preview(form, (), 0, ())
    alike = find_alike(text=data["text"], url=data.get("url", ""))
    form.offer(alike)
    day = data.get("published")
    known = None if isinstance(day, str) else day
    title, zone = data.get("title", ""), data.get("timezone", "")
    readings, hidden = preview(text=data["text"], published=known, title=title, zone=zone)
    return Preview(form, readings, hidden, alike)
