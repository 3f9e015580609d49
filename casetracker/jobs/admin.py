"""Background jobs in the admin: how full the queues are, and what failed for good."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from procrastinate.contrib.django.models import ProcrastinateJob

from casetracker.formats import moment
from casetracker.jobs.figures import figures
from casetracker.jobs.models import DeadLetter, Failure
from casetracker.jobs.services import give_up, run_again

SHORT = 200  # characters of an error, in the list

admin.site.unregister(ProcrastinateJob)  # the library's own list: it shows what a job was, and not why it failed


@admin.register(DeadLetter)
class DeadLetterAdmin(admin.ModelAdmin):
    list_display = ("task", "told", "queue_name", "attempts", "failed_at", "why")
    list_display_links = ("task",)
    list_filter = ("queue_name", "task_name")
    ordering = ("-id",)
    actions = ("run_again", "give_up")
    fields = readonly_fields = ("task", "told", "queue_name", "attempts", "errors")
    change_list_template = "admin/jobs/dead_letters.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[DeadLetter]:
        return DeadLetter.letters.get_queryset()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {**(extra_context or {}), "figures": figures()})

    def change_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        kwargs["extra_context"] = {"show_save": False, "show_save_and_continue": False, "title": "Dead letter"}
        return super().change_view(request, *args, **kwargs)

    @admin.display(description="job", ordering="task_name")
    def task(self, letter: DeadLetter) -> str:
        return letter.task_name.rpartition(".")[2].replace("_", " ")

    @admin.display(description="of what")
    def told(self, letter: DeadLetter) -> str:
        return ", ".join(f"{name} {value}" for name, value in letter.args.items()) or "–"

    @admin.display(description="failed at", ordering="failed_at")
    def failed_at(self, letter: Any) -> Any:
        return letter.failed_at

    @admin.display(description="why")
    def why(self, letter: Any) -> str:
        return (letter.error or "Not known: it failed before this was kept.").partition("\n")[0][:SHORT]

    @admin.display(description="its attempts, the last one first")
    def errors(self, letter: DeadLetter) -> str:
        kept = Failure.objects.filter(job_id=letter.pk).order_by("-pk")[:20]
        return "\n\n".join(f"{moment(failure.at)}: {failure.error}" for failure in kept)

    @admin.action(permissions=["change"], description="Run again")
    def run_again(self, request: HttpRequest, queryset: QuerySet[DeadLetter]) -> None:
        self._log(request, queryset, "run again")
        self.message_user(request, f"{run_again(letters=queryset)} queued again.", messages.SUCCESS)

    @admin.action(permissions=["change"], description="Give up: it will not be done")
    def give_up(self, request: HttpRequest, queryset: QuerySet[DeadLetter]) -> None:
        self._log(request, queryset, "given up")
        self.message_user(request, f"{give_up(letters=queryset)} given up.", messages.SUCCESS)

    def _log(self, request: HttpRequest, queryset: QuerySet[DeadLetter], what: str) -> None:
        for letter in queryset:
            self.log_change(request, letter, what)
