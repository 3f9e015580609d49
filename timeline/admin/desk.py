"""The review desk: one page where an editor clears the queue of a case, by keys or by hand, with or without scripts."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_safe

from articles.models import Case
from timeline import desk
from timeline.admin.activity import talk
from timeline.admin.desk_verbs import VERBS, Ask, Done, Unfit, last_step, remember
from timeline.admin.event_form import EventForm, who_changed
from timeline.admin.numbers import whole_number
from timeline.desk import Wanted, Window
from timeline.models import Event, EventType, Grounds, Problem, Review
from timeline.namesakes import also_hidden
from timeline.presentation import desk as shown
from timeline.presentation.wording import date_words
from timeline.protecting import OpenName, names_told, open_names, public_first, with_proofs
from timeline.queries import source_counts
from timeline.reader import Reader, reader_of
from timeline.reconciliation import reading
from timeline.services import Outdated, UndoRefused
from timeline.services.permissions import PUBLISH, REVIEW, WITHDRAW
from timeline.suspicions import likenesses_of
from timeline.withholding import Named

PANELS = ("merge", "distinct", "split", "return", "withdraw", "certain", "sieve", "names")
CERTAINTIES = (("90", "90 % and above"), ("80", "80 % and above"), ("-80", "below 80 %"), ("-50", "below 50 %"))
CERTAIN = 90  # percent: what the check list starts with
MOST_NAMES = 20  # to decide on at once
MOST_READ_NOW = 3  # names that wait though they are public, above the queue; the others are on the panel of names
LONGEST = 200  # characters of a search


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """`?event=` opens an entry (else the first), `?do=` a panel beside it, `?find=` lists events that hold the words;
    the rest are filters."""
    if not request.user.has_perm("timeline.view_event"):
        raise PermissionDenied
    case = get_object_or_404(Case, slug=slug)
    wanted = _wanted(request.GET)
    if request.method == "POST":
        return _decide(request, case, wanted)
    asked = request.GET.get("event", "")
    event = desk.find(case, asked) if _is_plain(asked) else None
    return _show(request, case, wanted, event or desk.first(case, wanted))


@require_safe
def date_means(request: HttpRequest) -> HttpResponse:
    """What the date that is being typed means, in words."""
    return HttpResponse(shown.edtf_words(request.GET.get("edtf", "")[:64]), content_type="text/plain; charset=utf-8")


def _decide(request: HttpRequest, case: Case, wanted: Wanted) -> HttpResponse:
    verb = VERBS.get(request.POST.get("do", ""))
    if verb is None:
        return HttpResponseBadRequest("There is no such thing to do on the desk.")
    key = request.POST.get("event", "")
    event = desk.find(case, key) if _is_plain(key) else None
    last = last_step(request, case).decisions
    ask = Ask(case, event, request.user, request.POST, last)
    form, problems = None, []
    try:
        with transaction.atomic():
            done = verb(ask)
    except Unfit as unfit:
        form, problems = unfit.form, ["Nothing was saved: see beside the fields."]
    except Outdated as outdated:
        problems = [*who_changed(outdated), "Look again, then decide: what you typed is still here."]
    except (UndoRefused, PermissionDenied) as refused:
        problems = [str(refused)]
    except ValidationError as error:
        problems = error.messages
    else:
        remember(request, case, done, last if request.POST["do"] == "undo" else ())
        messages.success(request, done.said)
        return HttpResponseRedirect(reverse("desk", args=[case.slug]) + _next(case, wanted, event, done))
    again = desk.find(case, event.public_id) if event else desk.first(case, wanted)
    return _show(request, case, wanted, again, problems=problems, form=form)


def _next(case: Case, wanted: Wanted, was: Event | None, done: Done) -> str:
    """What still waits stays open, and so does what did not wait before; else the entry that came after it opens."""
    now = desk.find(case, done.event.public_id) if done.event else None
    if now and (desk.waits(now) or (was and not desk.waits(was))):
        return wanted.query(event=now.public_id)
    after = desk.following(was, wanted) if was else desk.first(case, wanted)
    return wanted.query(event=after.public_id) if after else wanted.query()


def _show(
    request: HttpRequest,
    case: Case,
    wanted: Wanted,
    event: Event | None,
    *,
    problems: list[str] | None = None,
    form: EventForm | None = None,
) -> HttpResponse:
    typed = request.POST if problems else request.GET
    panel = typed.get("do", "") if typed.get("do") in PANELS else ""
    names = public_first(case, open_names(case))
    context = {
        "names": names,
        "case": case,
        "wanted": wanted,
        "problems": problems or [],
        "typed": typed,
        "last": last_step(request, case),
        "may_decide": request.user.has_perm(REVIEW),
        "may_publish": request.user.has_perm(PUBLISH),
        "may_withdraw": request.user.has_perm(WITHDRAW),
        "panel": panel,
        "here": wanted.query(**({"event": event.public_id} if event else {})),
        **_filters(case, wanted, all_=panel == "sieve"),
    }
    if event:
        context |= _entry(request, case, wanted, event, form, names)
    if panel == "names":
        context["asked"] = _asked(case, names[:MOST_NAMES])
    else:
        context["read_now"] = _asked(case, _read_now(names, context.get("told", [])))
    if words := _words(typed.get("find", "")):
        context |= _found(case, wanted, words)
    if panel == "certain":
        context |= _certain(request, case, wanted, typed, names)
    elif event and panel in {"merge", "distinct"}:
        context |= _partners(event, typed, context["likely"])
    return _answer(request, context)


def _answer(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """The desk alone for scripts that ask for it, else the page."""
    if not request.headers.get("HX-Request") or request.headers.get("HX-History-Restore-Request"):
        title = f"Review “{context['case'].title}”"
        response = render(
            request, "admin/desk/page.html", {**admin.site.each_context(request), "title": title, **context}
        )
    else:
        response = render(request, "admin/desk/_desk.html", context)
        if context["problems"] and context["panel"]:  # who loads the page again finds the panel open that was refused
            response["HX-Replace-Url"] = f"{context['here']}&do={context['panel']}"
    patch_vary_headers(response, ["HX-Request"])
    return response


def _entry(
    request: HttpRequest, case: Case, wanted: Wanted, event: Event, form: EventForm | None, names: Sequence[OpenName]
) -> dict[str, Any]:
    window = desk.window(event, wanted)
    told = names_told(window.entries, names)
    citations, more = desk.evidence(event)
    likely = likenesses_of(event)
    differing = desk.differences(window.entries)
    reader = reader_of(request.user, [case])
    types = {each.pk: each for each in EventType.objects.all()}
    reports_say = shown.reports_say(event, reading(event), types)
    return {
        "event": event,
        "date": date_words(event.edtf),
        "reasons": shown.reasons(event, differing.get(event.pk, []), citations, likely),
        "cited": shown.cited_paragraphs(citations, reader),
        "more_evidence": more,
        "reports_say": reports_say,
        "headline_left": "headline" in reports_say and desk.headline_left(event),
        "date_examples": shown.date_examples(),
        "public_reads": _public_reads(event, reader),
        "address": reader.address(event),
        "form": form or EventForm(instance=event),
        "is_waiting": desk.waits(event),
        "is_off": event.review in {Review.REJECTED, Review.WITHDRAWN},
        "taken_back": shown.taken_back_by(event),
        "grounds": Grounds.choices,
        "likely": likely,
        "told": _asked(event.case, told.get(event.pk, [])),
        **_list(window, wanted, differing, told),
        **talk(event, request.user),
    }


def _list(
    window: Window, wanted: Wanted, differing: dict[int, list[tuple[str, str]]], told: Collection[int]
) -> dict[str, Any]:
    now = timezone.now()

    def line(event: Event) -> shown.Line:
        found = shown.line(event, wanted, differing.get(event.pk, []), now, is_open=event == window.open)
        return replace(found, why=shown.A_NAME) if event.pk in told else found

    return {
        "window": window,
        "lines": [line(event) for event in window.entries],
        "previous": line(window.before[-1]) if window.before else None,
        "next": line(window.after[0]) if window.after else None,
    }


def _read_now(names: Sequence[OpenName], told: Collection[OpenName]) -> list[OpenName]:
    """Names that wait though the public reads them, which no other entry of the queue tells; but for those of the open
    one, which stand there."""
    there = {name.name for name in told}
    return [name for name in names if name.public_in and name.name not in there][:MOST_READ_NOW]


def _asked(case: Case, names: Sequence[OpenName]) -> list[OpenName]:
    """These names with all that an editor decides by."""
    articles = {article for name in names for article in name.articles}
    beside = also_hidden(case, [Named(name.name) for name in names], articles)
    return [replace(name, beside=tuple(beside[name.name])) for name in with_proofs(names)]


def _filters(case: Case, wanted: Wanted, *, all_: bool) -> dict[str, Any]:
    """The lists of outlets and articles cost more than the rest of a page, and are asked for alone (`?do=sieve`)."""
    counts = desk.counts(case, wanted)
    labels = {"": "all", **dict(Problem.choices)}
    chips = [
        {"label": label, "count": counts[value], "url": _but(wanted, value), "is_on": wanted.problem == value}
        for value, label in labels.items()
        if counts[value] or not value or wanted.problem == value
    ]
    return {
        "chips": chips,
        "types": desk.types(case),
        "outlets": desk.outlets(case, wanted, all_=all_) if all_ or wanted.outlet else [],
        "articles": desk.articles(case, wanted, all_=all_) if all_ or wanted.article else [],
        "certainties": CERTAINTIES,
        "total": counts[""],
    }


def _certain(
    request: HttpRequest, case: Case, wanted: Wanted, typed: QueryDict, names: Sequence[OpenName]
) -> dict[str, Any]:
    """What tells a name that waits for a decision is on no list: somebody has to look at it."""
    least = whole_number(typed.get("least"))
    at_least = least if 1 <= least <= 100 else CERTAIN
    found = desk.certain(case, wanted, at_least)
    told = names_told(found, names)
    events = [event for event in found if event.pk not in told]
    ticked = [value.partition(":")[0] for value in typed.getlist("certain")]
    counts = source_counts(events, request.user) if events else {}
    rows = [(event, date_words(event.edtf), counts.get(event.pk, 0), str(event.pk) in ticked) for event in events]
    return {"least": at_least, "certain": rows, "has_ticked": bool(ticked), "held": len(told)}


def _found(case: Case, wanted: Wanted, words: str) -> dict[str, Any]:
    rows = [(event, wanted.query(event=event.public_id), date_words(event.edtf)) for event in desk.search(case, words)]
    return {"find": words, "found": rows}


def _words(typed: str) -> str:
    return typed.replace("\x00", "").strip()[:LONGEST]


def _partners(event: Event, typed: QueryDict, likely: Any) -> dict[str, Any]:
    """The machine's suggestions first, then what is near or what was searched for: nine at most, a digit for each."""
    words = _words(typed.get("q", ""))
    told = [] if words else [(other, ", ".join(why)) for other, why in likely]
    known = {other.pk for other, _ in told}
    told += [(other, "") for other in desk.partners(event, words) if other.pk not in known]
    chosen = typed.get("other", "").partition(":")[0]
    told = told[: desk.MOST_PARTNERS]
    if chosen not in {str(other.pk) for other, _ in told} and (picked := desk.partner(event, whole_number(chosen))):
        told = [*told[: desk.MOST_PARTNERS - 1], (picked, "")]  # what was chosen stays, however it was found
    counts = desk.report_counts([event, *(other for other, _ in told)])
    rows = [
        (other, date_words(other.edtf), why, str(other.pk) == chosen, desk.survivor([event, other], counts) == other)
        for other, why in told
    ]
    return {"partners": rows, "words": words}


def _public_reads(event: Event, reader: Reader) -> str:
    """The headline as the public reads it, where that differs."""
    text = reader.public.text(event.headline)
    return "" if text == event.headline else text


def _wanted(params: QueryDict) -> Wanted:
    """What is not understood is left out, as if it had not been asked."""
    problem, certainty = params.get("problem", ""), params.get("certainty", "")
    type_ = params.get("type", "")
    return Wanted(
        problem=problem if problem in Problem.values else "",
        type=type_ if _is_plain(type_) else "",
        outlet=whole_number(params.get("outlet", "")),
        article=whole_number(params.get("article", "")),
        certainty=certainty if certainty in dict(CERTAINTIES) else "",
    )


def _but(wanted: Wanted, problem: str) -> str:
    return Wanted(problem, wanted.type, wanted.outlet, wanted.article, wanted.certainty).query()


def _is_plain(text: str) -> bool:
    return text.isascii() and text.replace("-", "").replace("_", "").isalnum()
