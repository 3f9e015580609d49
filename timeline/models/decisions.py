"""What people decided of events, and what they said to each other about them."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from articles.models import Case
from timeline.models.events import Event


class Verb(models.TextChoices):
    """What can be decided. `UNDO` takes an earlier decision back."""

    APPROVE = "approve", "Approved"
    ACCEPT = "accept", "Accepted new sources"
    EDIT = "edit", "Edited"
    MERGE = "merge", "Merged"
    SPLIT = "split", "Split"
    REJECT = "reject", "Rejected"
    WITHDRAW = "withdraw", "Withdrawn"
    RESTORE = "restore", "Restored"
    RETURN = "return", "Returned to the queue"
    DISTINCT = "distinct", "Marked as not the same"
    KEY = "key", "Marked as a key event"
    UNKEY = "unkey", "No longer a key event"
    PUBLISH = "publish", "Case published"
    UNPUBLISH = "unpublish", "Case taken offline"
    UNDO = "undo", "Undone"


class Grounds(models.TextChoices):
    """Why an event was withdrawn, as a class: the one thing that its address says of it from then on."""

    ERROR = "error", "it was wrong"
    PERSON = "person", "to protect a person"
    LEGAL = "legal", "for legal reasons"
    SOURCE = "source", "its source no longer stands by it"
    OTHER = "other", "it does not belong here"


# Of what has been public. Taking anything back is among them: an undone approval takes an event from its readers.
NEEDS_REASON = (Verb.EDIT, Verb.MERGE, Verb.SPLIT, Verb.WITHDRAW, Verb.RETURN, Verb.UNDO)
# They change nothing of what an event says.
SILENT = (Verb.DISTINCT, Verb.KEY, Verb.UNKEY, Verb.PUBLISH, Verb.UNPUBLISH)


class Decision(models.Model):
    """Who decided what, when and why, and the change of each row: taking the decision back sets every `before` again,
    which is possible as long as every row still says `after`.

    `changes` is a list of {"model", "key", "before", "after"}, one for each row, where `before` and `after` hold the
    fields that the decision rests on; null stands for no row. `revisions` maps each event's key (as JSON has it, a
    string) to the revision that the decision left it at.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="decisions")
    verb = models.CharField(max_length=10, choices=Verb)
    events = models.ManyToManyField(Event, related_name="decisions")
    by = models.ForeignKey("auth.User", models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    reason = models.TextField(blank=True, help_text="For colleagues: the public does not read it.")
    grounds = models.CharField(max_length=10, choices=Grounds, blank=True)
    after_publication = models.BooleanField(default=False, help_text="One of its events had been public before.")
    changes = models.JSONField(default=list)
    revisions = models.JSONField(default=dict)
    undoes = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="undone_by")

    class Meta:
        ordering = ["-id"]
        indexes = [
            # The activity of a case: the newest decisions first.
            models.Index("case", "id", name="decision_of_case"),
            # queries.changes, feeds, news: what readers may have learned of last.
            models.Index(
                "case",
                F("at").desc(),
                F("id").desc(),
                name="decision_after_publication",
                condition=Q(after_publication=True),
            ),
        ]
        constraints = [
            models.CheckConstraint(name="decision_verb_known", condition=Q(verb__in=Verb.values)),
            models.CheckConstraint(
                name="decision_undoes_an_earlier_one",
                condition=Q(undoes=None) & ~Q(verb="undo") | Q(verb="undo", undoes__isnull=False, undoes__lt=F("id")),
            ),
            models.CheckConstraint(
                name="decision_on_the_public_has_a_reason",
                condition=Q(after_publication=False) | ~Q(verb__in=NEEDS_REASON) | Q(reason__regex=r"\S"),
            ),
            models.CheckConstraint(
                name="decision_to_withdraw_has_grounds",
                condition=~Q(verb="withdraw") & Q(grounds="") | Q(verb="withdraw", grounds__in=Grounds.values),
            ),
        ]

    def __str__(self) -> str:
        return f"{Verb(self.verb).label}, {self.at:%Y-%m-%d}"


class Distinct(models.Model):
    """ "Not the same": reports of these two sides are never put into one event again.

    Each side lists its mentions as [article id, fingerprint], which stay the same when texts are read again.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="distincts")
    first = models.JSONField()
    second = models.JSONField()
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(name="distinct_has_two_sides", condition=~Q(first=[]) & ~Q(second=[])),
        ]

    def __str__(self) -> str:
        return f"{len(self.first)} reports are not of the event of {len(self.second)} others"


class Comment(models.Model):
    """What a colleague says of an event. Only staff see it; `to` are those whom it names with @."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="comments")
    by = models.ForeignKey("auth.User", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    text = models.TextField(max_length=4000)
    to = models.ManyToManyField("auth.User", blank=True, related_name="comments_to_me")

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(name="comment_not_blank", condition=Q(text__regex=r"\S"))]

    def __str__(self) -> str:
        return self.text[:60]
