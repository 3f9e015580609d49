"""Articles: added by paste or file, and then shown with what was found in them."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import AdminForm
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.errors import IngestError
from articles.forms import AddArticleForm
from articles.models import Article, ArticleVersion
from timeline.models import Citation, ExtractionRun, Mention
from timeline.services import add_article


@admin.register(Article)
class ArticleAdmin(admin.ModelAdmin):
    list_display = ("title_or_source", "source", "published", "cases_told", "mentions", "page")
    list_filter = (("cases", admin.RelatedOnlyFieldListFilter), ("source", admin.RelatedOnlyFieldListFilter))
    search_fields = ("title", "url")
    date_hierarchy = "published"
    readonly_fields = ("source", "title", "url", "published", "timezone", "language", "cases_told", "page")
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

    @admin.display(description="page")
    def page(self, article: Article) -> SafeString:
        return format_html('<a href="{}">Read</a>', article.get_absolute_url())

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The form, and after it the article with what was found."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form: Any = AddArticleForm(
            request.POST or None, request.FILES or None, initial={"case": request.GET.get("case")}
        )
        if request.method == "POST" and form.is_valid() and (article := self._add(request, form)):
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Add an article",
            "form": form,
            "adminform": AdminForm(form, [(None, {"fields": list(form.fields)})], {}, model_admin=self),
        }
        return TemplateResponse(request, "admin/articles/article/add.html", context)

    def _add(self, request: HttpRequest, form: AddArticleForm) -> Article | None:
        editor: Any = request.user
        told = {name: value for name, value in form.cleaned_data.items() if name != "file"}
        try:
            added = add_article(**told, by=editor)
        except IngestError as error:
            form.add_error(None, str(error))
            return None
        said = {
            "added": "Added. Below is what was found in it; its events wait in the queue.",
            "corrected": "We had this article: the new text is kept as its next version.",
            "unchanged": "We have this article already, word for word. Nothing was changed.",
        }
        if added.version.text == told["text"]:
            self.message_user(request, said[added.outcome], messages.SUCCESS)
        else:
            old = "These are the words of an earlier version of this article. The newer one, below, stays in force."
            self.message_user(request, old, messages.WARNING)
        self.log_addition(request, added.article, [{"added": {}}])
        return added.article

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        found = {
            "paragraphs": _as_read(object_id) if object_id.isdecimal() else [],
            "show_save": False,
            "show_save_and_continue": False,
            "title": "Article",
        }
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **found})


def _as_read(article_id: str) -> Any:
    """The paragraphs of the newest version, each with what its newest run found. A fixed number of queries."""
    version = ArticleVersion.objects.filter(article_id=article_id).order_by("-number").first()
    if version is None:
        return []
    run = ExtractionRun.objects.filter(version=version).order_by("-id").first()
    citations = Prefetch("citations", Citation.objects.select_related("event__case"))
    mentions = Mention.objects.filter(run=run).select_related("type").prefetch_related(citations)
    return version.paragraphs.prefetch_related(Prefetch("mentions", mentions, to_attr="found"))
