"""An article, paragraph by paragraph."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from timeline import queries
from timeline.caching import of_cases
from timeline.presentation import pages
from timeline.presentation.article_page import article_page
from timeline.reader import reader_of


@require_safe
def article(request: HttpRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(queries.articles(request.user), pk=pk)
    version = queries.version_of(shown, request.GET.get("version", ""))
    if version is None:
        raise Http404
    cited = list(queries.cited_in(version, request.user))
    queries.tell_differing([citation.event for citation in cited], request.user)
    told = list(shown.cases.all())
    reader = reader_of(request.user, told)
    page = article_page(version, list(version.paragraphs.all()), cited, reader)
    cases = [pages.case_link(case, reader) for case in queries.cases_citing(shown, request.user)]
    context = {"article": page, "cases": cases, "reads_more": reader.reads_more}
    return of_cases(render(request, "article.html", context), told)
