"""“Bon à tirer”: all that is to be said of a draft, to whoever may see it, each point with the place to mend it."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse

from backoffice.acts import Remark
from backoffice.returning import with_way_back
from bulletins.checks import Block, Page, Problem
from bulletins.models import Bulletin

IN_THE_ATELIER = ("bulletin-", "section-", "entry-", "link-")  # what begins the keys of its blocks; a number has none
NAMES = {
    Page.BULLETIN: "admin:bulletins_bulletin_change",
    Page.SUMMARY: "admin:bulletins_bulletin_compose",
    Page.SECTION: "admin:bulletins_section_change",
    Page.RECORD: "admin:initiatives_initiative_change",
    Page.PERSON: "admin:organisations_person_change",
    Page.CONTACT: "admin:organisations_contact_change",
    Page.DOCUMENT: "admin:documents_documentimport_change",
    Page.OUTSIDE: "workshop:proof_links",
}
LINKS = {
    Page.BULLETIN: "Ouvrir le bulletin",
    Page.SUMMARY: "Ouvrir le sommaire",
    Page.SECTION: "Ouvrir le texte du jour",
    Page.RECORD: "Ouvrir la fiche",
    Page.PERSON: "Ouvrir la fiche de la personne",
    Page.CONTACT: "Ouvrir la fiche du contact",
    Page.DOCUMENT: "Ouvrir le document importé",
    Page.OUTSIDE: "Lire les remarques du dehors",
}


def remarks_of(bulletin: Bulletin, problems: Iterable[Problem]) -> list[Remark]:
    return [_remark(bulletin, problem) for problem in problems]


def links_of(bulletin: Bulletin, problem: Problem) -> list[tuple[str, str]]:
    """Where the point is mended, as (address, words): its block in the Atelier, the form that holds its words, then
    the contact that it is about. A form leads back to the block."""
    page, anchor, words = reverse("workshop:page", args=[bulletin.pk]), "", "Aller au texte"
    if problem.block == Block(Page.SUMMARY, bulletin.pk):
        anchor, words = "a-placer", "Placer une initiative"
    elif problem.key.startswith(IN_THE_ATELIER) and not problem.key.endswith("-number"):
        anchor = f"ouvrir-{problem.key}"
    back = f"{page}#{anchor}" if anchor else page
    known = Block(Page.CONTACT, problem.contact_id) if problem.contact_id else None
    forms = [(with_way_back(_address(block), back), LINKS[block.page]) for block in (problem.mended_at, known) if block]
    return [(back, words), *forms] if anchor else forms


def check_url(bulletin: Bulletin) -> str:
    return reverse("workshop:proof", args=[bulletin.pk])


class CheckingPage:
    """Leads from the admin of bulletins to the page, which is the workshop's: the Atelier shows the same remarks."""

    def get_urls(self) -> list[URLPattern]:
        page = path(
            "<path:object_id>/verifier/",
            self.admin_site.admin_view(self.check_view),
            name="bulletins_bulletin_check",
        )
        return [page, *super().get_urls()]

    def check_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The address that the page once had, kept for bookmarks."""
        bulletin = self.get_object(request, unquote(object_id))
        if bulletin is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, bulletin):
            raise PermissionDenied
        return HttpResponseRedirect(check_url(bulletin))


def _remark(bulletin: Bulletin, problem: Problem) -> Remark:
    kind = "error" if problem.is_blocking else "warning"
    return Remark(kind, problem.message, links=links_of(bulletin, problem))


def _address(block: Block) -> str:
    page = reverse(NAMES[block.page], args=[block.row_id])
    if not block.part:
        return page
    # The fields of a form have ids of Django's making; the lines of the summary have ours.
    return f"{page}#{block.part}" if block.page is Page.SUMMARY else f"{page}#id_{block.part}"
