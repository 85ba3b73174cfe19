"""The proof as people outside the office see it, and the page where the office hands it out."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from backoffice.forged import plain_number
from backoffice.journal.kinds import Kind
from backoffice.journal.writing import note_once_a_day
from bulletins.models import Bulletin, Entry
from bulletins.pictures.outside import handed_out
from bulletins.presenting import Issue, proof_of
from bulletins.reach.rule import refuse_beyond
from communes.site import absolute_url
from workshop.models import ProofLink, ProofRemark
from workshop.proof.forms import LinkForm, RemarkForm
from workshop.proof.outside import (
    OutsideRefusal,
    link_of,
    open_link,
    resolve_remark,
    revoke_link,
    send_remark,
    token_of,
)

UNSEEN = {"X-Robots-Tag": "noindex, nofollow, noarchive"}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def proof(request: HttpRequest, token: str) -> HttpResponse:
    """The draft with a form for each entry. An address that ended says so (410); one that never was is not found."""
    link = link_of(token)
    if link is None:
        raise Http404("Cette épreuve n’existe pas.")
    if not link.is_open():
        return _ended(request, link)
    entries = Entry.objects.filter(section__bulletin=link.bulletin).select_related("initiative")
    posted = RemarkForm(entries, request.POST) if request.method == "POST" else None
    if posted and _take(request, link, posted):
        return HttpResponseRedirect(reverse("proofs:proof", args=[token]))
    note_once_a_day(Kind.PROOF_OPENED, by=None, about=link.bulletin, told=f"lien {link.pk}", request=request)
    issue = proof_of(link.bulletin)
    issue.content = handed_out(issue.content)
    context = {
        "issue": issue,
        "content": issue.content,
        "link": link,
        "is_refused": posted is not None,
        "sections": _with_forms(issue, entries, posted),
        "form": posted if posted and not posted.data.get("entry") else RemarkForm(entries, auto_id="ensemble-%s"),
    }
    return TemplateResponse(
        request, "workshop/proof/outside.html", context, status=422 if posted else 200, headers=UNSEEN
    )


def _take(request: HttpRequest, link: ProofLink, form: RemarkForm) -> bool:
    """Keep the remark; a machine is thanked like everybody, and nothing is kept."""
    if not form.is_of_a_machine:
        if not form.is_valid():
            return False
        try:
            given = {name: form.cleaned_data[name] for name in ("text", "author", "entry")}
            send_remark(link=link, **given)
        except OutsideRefusal as refusal:
            form.add_error(None, str(refusal))
            return False
    messages.success(request, "Merci : votre remarque est transmise à la rédaction.")
    return True


def _with_forms(issue: Issue, entries: Any, posted: RemarkForm | None) -> list[dict[str, Any]]:
    """The sections of the issue, each entry with its own form: the one that was refused keeps what was typed."""
    by_initiative = {entry.initiative_id: entry.pk for entry in entries}
    sections = []
    for section in issue.content["sections"]:
        pairs = []
        for told in section["entries"]:
            pk = by_initiative.get(told["id"])
            is_refused = posted is not None and posted.data.get("entry") == str(pk)
            form = posted if is_refused else RemarkForm(entries, initial={"entry": pk}, auto_id=f"entree-{pk}-%s")
            pairs.append((told, form, is_refused))
        sections.append(section | {"pairs": pairs})
    return sections


def _ended(request: HttpRequest, link: ProofLink) -> HttpResponse:
    url = link.bulletin.get_absolute_url() if link.bulletin.is_published else ""
    return TemplateResponse(request, "workshop/proof/ended.html", {"url": url}, status=410, headers=UNSEEN)


# In the back office.


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def links(request: HttpRequest, bulletin: int) -> HttpResponse:
    """The addresses that were handed out and the remarks that came back; POST makes an address."""
    row = _changeable(request, bulletin)
    form = LinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            link = open_link(bulletin=row, by=request.user, **form.cleaned_data)
        except OutsideRefusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Le lien pour « {link.reader} » est prêt : copiez-le ci-dessous.")
            return HttpResponseRedirect(reverse("workshop:proof_links", args=[row.pk]))
    made = row.proof_links.select_related("created_by", "revoked_by").prefetch_related("remarks__resolved_by")
    for link in made:
        link.bulletin = row
    context = {
        **admin.site.each_context(request),
        "title": "Faire relire au-dehors",
        "subtitle": None,
        "opts": Bulletin._meta,
        "object": row,
        "form": form,
        "is_draft": row.status == Bulletin.Status.DRAFT,
        "links": [
            {"row": link, "is_open": link.is_open(), "address": absolute_url(request, _address(link))} for link in made
        ],
    }
    return TemplateResponse(request, "workshop/proof/links.html", context, status=422 if form.errors else 200)


@require_POST
def revoke(request: HttpRequest, bulletin: int) -> HttpResponse:
    row = _changeable(request, bulletin)
    link = revoke_link(link=get_object_or_404(row.proof_links, pk=_sent(request)), by=request.user)
    messages.success(request, f"Le lien pour « {link.reader} » est fermé.")
    return HttpResponseRedirect(reverse("workshop:proof_links", args=[row.pk]))


@require_POST
def resolve(request: HttpRequest, bulletin: int) -> HttpResponse:
    row = _changeable(request, bulletin)
    remark = get_object_or_404(ProofRemark, pk=_sent(request), link__bulletin=row)
    resolve_remark(remark=remark, by=request.user)
    messages.success(request, "La remarque est traitée.")
    return HttpResponseRedirect(reverse("workshop:proof_links", args=[row.pk]))


def _sent(request: HttpRequest) -> int | None:
    """The row that a button of the page names."""
    return plain_number(request.POST.get("row", ""))


def _address(link: ProofLink) -> str:
    return reverse("proofs:proof", args=[token_of(link)])


def _changeable(request: HttpRequest, pk: int) -> Bulletin:
    row = get_object_or_404(Bulletin.objects.select_related("series"), pk=pk)
    if not request.user.has_perm("bulletins.change_bulletin"):
        raise PermissionDenied
    refuse_beyond(request.user, row)
    return row
