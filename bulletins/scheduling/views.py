"""The page of the journalists' link."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from backoffice.journal.kinds import Kind
from backoffice.journal.writing import note_once_a_day
from bulletins.models import Schedule
from bulletins.pictures.outside import handed_out
from bulletins.presenting import preview_of
from bulletins.scheduling.acts import has_changed
from bulletins.scheduling.clock import written_moment
from bulletins.scheduling.embargo import schedule_of
from bulletins.snapshots import build_snapshot


@never_cache
@require_safe
def embargo(request: HttpRequest, token: str) -> HttpResponse:
    """Before the hour the signed text; afterwards the public page. A text that is being corrected is not shown."""
    schedule = schedule_of(token)
    if schedule is None:
        raise Http404("Ce lien n’existe pas.")
    if schedule.status == Schedule.Status.DONE:
        return HttpResponseRedirect(schedule.bulletin.get_absolute_url())
    if not schedule.is_pending:
        return _confidential(render(request, "bulletins/embargo_closed.html", {"is_closed": True}, status=410))
    if has_changed(schedule):
        return _confidential(render(request, "bulletins/embargo_closed.html", status=409))
    note_once_a_day(
        Kind.EMBARGO_READ, by=None, about=schedule.bulletin, told="par le lien des journalistes", request=request
    )
    issue = preview_of(schedule.bulletin, build_snapshot(schedule.bulletin))
    issue.content = handed_out(issue.content)
    until = written_moment(schedule.planned_for)
    shown = {
        "issue": issue,
        "content": issue.content,
        "is_preview": True,
        "preview_title": f"Sous embargo jusqu’au {until}",
        "note": f"Ce texte vous est confié avant sa parution. Ne le diffusez pas avant le {until}\u00a0; à cette "
        "heure, cette adresse mènera à la page publique. Le numéro sera donné à la parution.",
    }
    return _confidential(render(request, "bulletins/bulletin.html", shown))


def _confidential(response: HttpResponse) -> HttpResponse:
    """Kept by no search engine and no address of it told to other sites."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
