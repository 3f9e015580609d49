"""Whom a case tells of, and how much of them the public may read."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from articles.models import Case


class Policy(models.TextChoices):
    """How the public reads a person's name."""

    NAME = "name", "Full name"
    INITIALS = "initials", "Initials"
    ROLE = "role", "Role only"
    WITHHELD = "withheld", "Withheld"


class Person(models.Model):
    """A person of a case. Applying the policy is `presentation`'s part: nothing else turns names into public text."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="people")
    name = models.CharField(max_length=120)
    aliases = ArrayField(models.CharField(max_length=120), default=list, blank=True, help_text="Other spellings.")
    role = models.CharField(max_length=80, blank=True, help_text="As the public may read it: “the driver”.")
    policy = models.CharField(max_length=10, choices=Policy, default=Policy.NAME)

    class Meta:
        ordering = ["case", "name"]
        verbose_name_plural = "people"
        constraints = [
            models.UniqueConstraint("case", "name", name="person_once_per_case"),
            models.CheckConstraint(name="person_name_not_blank", condition=Q(name__regex=r"\S")),
            models.CheckConstraint(name="person_policy_known", condition=Q(policy__in=Policy.values)),
            models.CheckConstraint(
                name="person_role_where_only_the_role_shows", condition=~Q(policy="role") | Q(role__regex=r"\S")
            ),
        ]

    def __str__(self) -> str:
        return self.name
