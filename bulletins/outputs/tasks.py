"""Files made before anybody asks for them. Each may be made again: it is the same file under the same name."""

from __future__ import annotations

from django.conf import settings
from django_tasks import task

from bulletins.models import Edition
from bulletins.outputs.forms import FORMS, output_of
from bulletins.presenting import issues_of
from bulletins.printing import print_or_none


@task()
def make_outputs(edition_id: int) -> str:
    """The PDF and the other forms of an edition that has just come out, so that no reader waits for them."""
    if not settings.SITE_URL:
        return (
            "SITE_URL n’est pas défini, et les fichiers portent l’adresse du site : le premier lecteur les fera faire."
        )
    edition = Edition.objects.select_related("bulletin__series").get(pk=edition_id)
    if not edition.bulletin.is_published:
        return "Le bulletin a été retiré entre-temps."
    earlier = edition.bulletin.editions.filter(revision__lt=edition.revision).defer("snapshot").order_by("revision")
    (issue,) = issues_of([edition], earlier=earlier)
    made = ["pdf"] if print_or_none(issue, origin=settings.SITE_URL) else []
    for form in FORMS.values():
        output_of(issue, form, origin=settings.SITE_URL)
        made.append(form.extension)
    return " ".join(made)
