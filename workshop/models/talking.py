"""What people of the office say to each other about an initiative or a bulletin, and what one of them is to do."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.db.models import Q
from django.utils import timezone

from backoffice.rules import implies, rule, signed, unique
from bulletins.models import Bulletin
from bulletins.reach.rule import kept_by
from initiatives.models import Initiative

Record = Initiative | Bulletin


class AboutQuerySet(models.QuerySet):
    def about(self, record: Record) -> AboutQuerySet:
        return self.filter(**about_fields(record))

    def with_about(self) -> AboutQuerySet:
        """With what their record is called, in no further query."""
        return self.select_related("initiative", "bulletin__series").defer("initiative__search_vector")

    def reached_by(self, person: AbstractBaseUser) -> AboutQuerySet:
        """About any initiative, and about bulletins of the series that the person works in."""
        kept = kept_by(person)
        return self if kept is None else self.filter(Q(bulletin=None) | Q(bulletin__series__in=kept))


class About(models.Model):
    """A row about one record: an initiative or a bulletin."""

    initiative = models.ForeignKey(
        Initiative, models.CASCADE, verbose_name="initiative", related_name="%(class)ss", null=True, blank=True
    )
    bulletin = models.ForeignKey(
        Bulletin, models.CASCADE, verbose_name="bulletin", related_name="%(class)ss", null=True, blank=True
    )

    class Meta:
        abstract = True

    @property
    def record(self) -> Record:
        return self.initiative or self.bulletin


def about_fields(record: Record) -> dict[str, Any]:
    """The one of the two fields that names the record."""
    return {"initiative" if isinstance(record, Initiative) else "bulletin": record}


def about_one() -> models.CheckConstraint:
    one = Q(initiative__isnull=False, bulletin__isnull=True) | Q(initiative__isnull=True, bulletin__isnull=False)
    return rule("about_one", one, "Il s’agit d’une initiative ou d’un bulletin.")


class CommentQuerySet(AboutQuerySet):
    def opening(self) -> CommentQuerySet:
        """The first word of each exchange; the others answer it."""
        return self.filter(answers=None)

    def unresolved(self) -> CommentQuerySet:
        return self.opening().filter(resolved_at=None)


class Comment(About):
    """A word on a record, or on a passage of it; the first of an exchange, or an answer to the first."""

    answers = models.ForeignKey(
        "self", models.CASCADE, verbose_name="répond à", related_name="replies", null=True, blank=True
    )
    passage = models.CharField("passage", max_length=500, blank=True, help_text="Tel qu’il était écrit ce jour-là.")
    text = models.TextField("message", max_length=4000)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="auteur", related_name="+")
    created_at = models.DateTimeField("écrit le", default=timezone.now)
    # Those who were named in it, who entered the record, who spoke before: told by mail and on their first page.
    told = models.ManyToManyField(settings.AUTH_USER_MODEL, verbose_name="prévenus", related_name="+", blank=True)
    resolved_at = models.DateTimeField("réglé le", null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="réglé par", related_name="+", null=True, blank=True
    )

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = "message"
        verbose_name_plural = "messages"
        ordering = ["created_at", "pk"]
        constraints = [
            about_one(),
            rule("text_given", ~Q(text=""), "Écrivez votre message."),
            implies(
                "answer_is_plain",
                Q(answers__isnull=False),
                Q(resolved_at__isnull=True, passage=""),
                "Le passage et le règlement d’un échange vont avec son premier message.",
            ),
            rule("answers_another", ~Q(answers=models.F("id")), "Un message ne répond pas à lui-même."),
            signed("resolved", "La date du règlement va avec son auteur."),
        ]

    def __str__(self) -> str:
        return f"message {self.pk}"


class AssignmentQuerySet(AboutQuerySet):
    def open(self) -> AssignmentQuerySet:
        return self.filter(done_at=None)


class Assignment(About):
    """“À faire par Camille pour le 7 mai”: what someone is to do with a record, until it is done."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="par", related_name="+")
    due_on = models.DateField("pour le")
    note = models.CharField("à faire", max_length=200, blank=True)
    created_at = models.DateTimeField("demandé le", default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="demandé par", related_name="+"
    )
    done_at = models.DateTimeField("fait le", null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="fait par", related_name="+", null=True, blank=True
    )

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = "tâche"
        verbose_name_plural = "tâches"
        ordering = ["due_on", "pk"]
        constraints = [
            about_one(),
            signed("done", "La date d’une tâche faite va avec son auteur."),
            *(
                unique(
                    f"one_open_by_{record}",
                    (record, "person"),
                    "Cette personne a déjà une tâche sur cette fiche.",
                    condition=Q(done_at=None),
                )
                for record in ("initiative", "bulletin")
            ),
        ]

    def __str__(self) -> str:
        return f"tâche {self.pk}"
