"""Articles: added by paste, file or address, and then shown with what was found in them."""

from io import BytesIO
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Prefetch, QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles import snapshots
from articles.archiving import archive_day, keep_archived
from articles.duplicates import find_alike
from articles.errors import IngestError
from articles.models import Answers, Article, ArticleVersion, KindCorrection, ParagraphKind, Snapshot
from timeline.admin import adding
from timeline.admin.numbers import whole_number
from timeline.models import Citation, ExtractionRun, Mention
from timeline.orphans import orphans_of
from timeline.services import correct_kinds, look_now

SHOWN = 300  # paragraphs of an article on one page


@admin.register(Article)
class ArticleAdmin(admin.ModelAdmin):
    list_display = ("title_or_source", "source", "published", "cases_told", "mentions", "link_told", "page")
    list_filter = (
        ("cases", admin.RelatedOnlyFieldListFilter),
        ("source", admin.RelatedOnlyFieldListFilter),
        "link__answers",
    )
    list_select_related = ("source", "link")
    actions = ("look_now",)
    search_fields = ("title", "url")
    date_hierarchy = "published"
    readonly_fields = ("source", "title", "url", "link_told", "published", "timezone", "language", "cases_told", "page")
    fields = readonly_fields
    change_form_template = "admin/articles/article/read.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        mentions = Count("versions__runs__mentions", distinct=True)
        articles: QuerySet[Article] = super().get_queryset(request)
        return articles.prefetch_related("cases").annotate(n_mentions=mentions)

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return False  # events cite it: what is public must not lose its sources

    @admin.display(description="title", ordering="title")
    def title_or_source(self, article: Article) -> str:
        return str(article)

    @admin.display(description="cases")
    def cases_told(self, article: Article) -> str:
        return ", ".join(case.title for case in article.cases.all())

    @admin.display(ordering="n_mentions")
    def mentions(self, article: Any) -> int:
        return int(article.n_mentions)

    @admin.display(description="link", ordering="link__answers")
    def link_told(self, article: Article) -> str:
        link = getattr(article, "link", None)
        if link is None or not link.checked_at:
            return Answers.UNKNOWN.label if article.url else "–"
        since = f" (since {article.link_dead_since:%Y-%m-%d})" if article.link_dead_since else ""
        said = f". {link.said}" if link.said else ""
        return f"{link.get_answers_display()}{since}; checked {link.checked_at:%Y-%m-%d}{said}"

    @admin.action(permissions=["add"], description="See now whether the original still answers")
    def look_now(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        editor: Any = request.user
        count = look_now(articles=queryset, by=editor)
        self.message_user(request, f"{count} queued: this list shows what is found in a while.", messages.SUCCESS)

    @admin.display(description="page")
    def page(self, article: Article) -> SafeString:
        return format_html('<a href="{}">Read</a>', article.get_absolute_url())

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """What is handed in, its preview, and after it the article with what was found."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        return adding.answer(request, self)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        article = Article.objects.filter(pk=object_id).first() if object_id.isdecimal() else None
        found = _found(article, request.GET.get("from", "")) if article else {}
        shown = {
            "show_save": False,
            "show_save_and_continue": False,
            "title": "Article",
            "may_correct": self.has_add_permission(request),
            **found,
        }
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **shown})

    def get_urls(self) -> list[URLPattern]:
        ours = self.admin_site.admin_view
        return [
            path("<int:pk>/kinds/", ours(self.kinds_view), name="articles_article_kinds"),
            path("<int:pk>/snapshots/<int:snapshot>/", ours(self.snapshot_view), name="articles_article_snapshot"),
            path("<int:pk>/archived/", ours(self.archived_view), name="articles_article_archived"),
            *super().get_urls(),
        ]

    def snapshot_view(self, request: HttpRequest, pk: int, snapshot: int) -> HttpResponseBase:
        """The page that it was taken from, as it was fetched; never one that was altered since."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        kept = get_object_or_404(Snapshot, pk=snapshot, version__article=pk)
        try:
            found = snapshots.read(kept)
        except IngestError as error:
            self.message_user(request, str(error), messages.ERROR)
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[pk]))
        name = f"article-{pk}-version-{kept.version.number}.warc.gz"
        return FileResponse(BytesIO(found), as_attachment=True, filename=name, content_type=snapshots.KIND)

    def archived_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take an editor's word on where the archived copy is."""
        if request.method != "POST" or not self.has_add_permission(request):
            raise PermissionDenied
        article = get_object_or_404(Article, pk=pk)
        try:
            day = archive_day(request.POST.get("archived_at", ""))
            is_news = keep_archived(article=article, url=request.POST.get("archived_url", "").strip(), at=day)
        except IngestError as error:
            self.message_user(request, str(error), messages.ERROR)
        else:
            if is_news:
                self.log_change(request, article, "Said where its archived copy is.")
            self.message_user(request, "Saved." if is_news else "Nothing was changed.", messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[pk]))

    def kinds_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take an editor's word on what the paragraphs of a version are."""
        if request.method != "POST" or not self.has_add_permission(request):
            raise PermissionDenied
        version = get_object_or_404(ArticleVersion, article=pk, number=whole_number(request.POST.get("version")))
        fields = (name.partition("-") for name in request.POST if name.startswith("kind-"))
        kinds = {whole_number(number): request.POST[f"kind-{number}"] for _, _, number in fields}
        editor: Any = request.user
        try:
            changed = correct_kinds(version=version, kinds=kinds, by=editor)
        except IngestError as error:
            self.message_user(request, str(error), messages.ERROR)
        else:
            said = "The article was read again." if changed else "Nothing was changed."
            if changed:
                self.log_change(request, version.article, f"Corrected what {changed} paragraphs are.")
            self.message_user(request, f"Corrected paragraphs: {changed}. {said}", messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[pk]))


def _found(article: Article, first: str) -> dict[str, Any]:
    """What the newest run found in the newest version, from a paragraph on; what fits no more; what is like it. A fixed
    number of queries."""
    version = article.versions.order_by("-number").first()
    if version is None:
        return {}
    start = max(1, whole_number(first))
    run = ExtractionRun.objects.filter(version=version).order_by(*ExtractionRun.IN_FORCE).first()
    citations = Prefetch("citations", Citation.objects.select_related("event__case"))
    mentions = Mention.objects.filter(run=run).select_related("type").prefetch_related(citations)
    paragraphs = version.paragraphs.filter(number__range=(start, start + SHOWN - 1)).prefetch_related(
        Prefetch("mentions", mentions, to_attr="found"),
        Prefetch("kind_corrections", KindCorrection.objects.select_related("by").order_by("-id"), to_attr="corrected"),
    )
    return {
        "version": version,
        "paragraphs": paragraphs,
        "kinds": ParagraphKind.choices,
        "more_from": start + SHOWN if version.paragraphs.filter(number__gte=start + SHOWN).exists() else None,
        "orphans": orphans_of(article),
        "snapshots": Snapshot.objects.filter(version__article=article).select_related("version"),
        "alike": find_alike(text=version.text, url=article.url, besides=article),
    }
