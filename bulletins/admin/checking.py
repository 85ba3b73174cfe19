"""“Vérifier”: what a bulletin lacks, to whoever may see it, each point with the place where it is mended."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from backoffice.acts import Remark
from bulletins.checks import Block, Page, Problem, missing_for_publication
from bulletins.models import Bulletin

NAMES = {
    Page.BULLETIN: "bulletins_bulletin_change",
    Page.SUMMARY: "bulletins_bulletin_compose",
    Page.SECTION: "bulletins_section_change",
    Page.RECORD: "initiatives_initiative_change",
    Page.PERSON: "organisations_person_change",
    Page.CONTACT: "organisations_contact_change",
}
LINKS = {
    Page.BULLETIN: "Ouvrir le bulletin",
    Page.SUMMARY: "Ouvrir le sommaire",
    Page.SECTION: "Ouvrir le texte du jour",
    Page.RECORD: "Ouvrir la fiche",
    Page.PERSON: "Ouvrir la fiche de la personne",
    Page.CONTACT: "Ouvrir la fiche du contact",
}


def remarks_of(problems: Iterable[Problem]) -> list[Remark]:
    return [_remark(problem) for problem in problems]


def check_url(bulletin: Bulletin) -> str:
    return reverse("admin:bulletins_bulletin_check", args=[bulletin.pk])


class CheckingPage:
    """Adds the page to the admin of bulletins."""

    def get_urls(self) -> list[URLPattern]:
        page = path(
            "<path:object_id>/verifier/",
            self.admin_site.admin_view(self.check_view),
            name="bulletins_bulletin_check",
        )
        return [page, *super().get_urls()]

    def check_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        bulletin = self.get_object(request, unquote(object_id))
        if bulletin is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, bulletin):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": "Vérifier le bulletin",
            "subtitle": None,
            "opts": self.opts,
            "object": bulletin,
            "remarks": remarks_of(missing_for_publication(bulletin)),
            "acts": self.offered_acts(request, bulletin),
            "may_change": self.has_change_permission(request, bulletin),
        }
        return TemplateResponse(request, "bulletins/check.html", context)


def _remark(problem: Problem) -> Remark:
    known = Block(Page.CONTACT, problem.contact_id) if problem.contact_id else None
    links = [(_address(block), LINKS[block.page]) for block in (problem.mended_at, known) if block]
    return Remark("error" if problem.is_blocking else "warning", problem.message, links=links)


def _address(block: Block) -> str:
    page = reverse(f"admin:{NAMES[block.page]}", args=[block.row_id])
    if not block.part:
        return page
    # The fields of a form have ids of Django's making; the lines of the summary have ours.
    return f"{page}#{block.part}" if block.page is Page.SUMMARY else f"{page}#id_{block.part}"
