"""“Mon compte”, security keys: adding, naming, removing; and the challenges that scripts ask for."""

from __future__ import annotations

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from backoffice.access.factors.accounts import factors_of, key_mark, keys_of, must_have_factor
from backoffice.access.factors.keys.acts import MOST_KEYS, add_key, remove_key, rename_key
from backoffice.access.factors.keys.answers import MOST_SIGNS
from backoffice.access.factors.keys.asking import options_to_add, options_to_prove
from backoffice.access.factors.keys.challenges import Purpose, begin, take
from backoffice.access.factors.keys.party import party_of
from backoffice.access.factors.keys.proving import LATE, NOT_HERE
from backoffice.access.factors.pages import codes_page, go_on_without
from backoffice.access.factors.pending import FACTOR, held_account
from backoffice.access.factors.refusals import KeyRefused
from backoffice.access.proving import is_fresh, prove, with_proof
from backoffice.forged import plain_number
from backoffice.models import SecurityKey
from backoffice.models.keys import MOST_NAME

WITHOUT_SCRIPT = (
    "Aucune clé n’a répondu\u00a0: il faut un navigateur qui connaît les clés de sécurité, et qui laisse agir les "
    "scripts de ce site. Un téléphone et des codes de secours vont sans eux."
)


class NewKeyForm(forms.Form):
    name = forms.CharField(
        label="Nom de la clé",
        max_length=MOST_NAME,
        help_text="Pour la reconnaître plus tard : « clé USB du bureau », « téléphone de service ».",
    )
    cle = forms.CharField(required=False, max_length=MOST_SIGNS, widget=forms.HiddenInput)


@never_cache
@csrf_protect
@require_POST
def challenge_to_prove(request: HttpRequest) -> JsonResponse:
    """For whoever has given the password and owes the second factor, and for whoever is logged in."""
    account = held_account(request) or request.user
    if not account.is_authenticated:
        return _refused("Le temps est passé : revenez à la connexion et redonnez le mot de passe.", status=403)
    if (party := party_of(request)) is None or not keys_of(account):
        return _refused(NOT_HERE, status=409)
    challenge = begin(request, account=account, purpose=Purpose.PROVE)
    return JsonResponse(options_to_prove(account, party=party, challenge=challenge))


@never_cache
@require_POST
def challenge_to_add(request: HttpRequest) -> JsonResponse:
    if not is_fresh(request):
        return _refused("Votre connexion n’est plus assez récente : rechargez cette page.", status=403)
    if (party := party_of(request)) is None:
        return _refused(NOT_HERE, status=409)
    challenge = begin(request, account=request.user, purpose=Purpose.ADD)
    return JsonResponse(options_to_add(request.user, party=party, challenge=challenge))


@never_cache
@with_proof
@require_http_methods(["GET", "HEAD", "POST"])
def own_keys(request: HttpRequest) -> HttpResponse:
    """The page, and the acts that its buttons name."""
    if request.method != "POST":
        return _page(request)
    acts = {"ajouter": _add, "renommer": _rename, "retirer": _remove}
    if (act := acts.get(request.POST.get("acte", ""))) is None:
        raise BadRequest("acte inconnu")
    try:
        return act(request)
    except KeyRefused as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("admin:keys"))


def _add(request: HttpRequest) -> HttpResponse:
    form = NewKeyForm(request.POST)
    if not form.is_valid():
        return _page(request, form=form)
    if not form.cleaned_data["cle"]:
        raise KeyRefused(WITHOUT_SCRIPT)
    challenge, party = take(request, account=request.user, purpose=Purpose.ADD), party_of(request)
    if party is None:
        raise KeyRefused(NOT_HERE)
    if challenge is None:
        raise KeyRefused(LATE)
    key, codes = add_key(
        by=request.user,
        name=form.cleaned_data["name"],
        answer=form.cleaned_data["cle"],
        challenge=challenge,
        party=party,
        session=request.session.session_key,
    )
    # A factor that this session has proven already goes on: one more key closes nothing.
    if codes:
        request.session[FACTOR] = key_mark(key.pk)
        prove(request)
        return codes_page(request, codes, "La clé de sécurité est en place")
    messages.success(request, f"La clé « {key.name} » est ajoutée.")
    return HttpResponseRedirect(reverse("admin:keys"))


def _rename(request: HttpRequest) -> HttpResponse:
    key = rename_key(by=request.user, pk=_asked(request), name=request.POST.get("name", ""))
    messages.success(request, f"La clé s’appelle maintenant « {key.name} ».")
    return HttpResponseRedirect(reverse("admin:keys"))


def _remove(request: HttpRequest) -> HttpResponse:
    pk = _asked(request)
    key = remove_key(by=request.user, pk=pk)
    go_on_without(request, [key_mark(pk)])
    messages.success(request, f"La clé « {key.name} » est retirée : elle n’ouvre plus votre compte.")
    return HttpResponseRedirect(reverse("admin:keys"))


def _asked(request: HttpRequest) -> int:
    return plain_number(request.POST.get("numero", "")) or 0


def _page(request: HttpRequest, *, form: NewKeyForm | None = None) -> HttpResponse:
    keys = list(SecurityKey.objects.filter(account=request.user))
    context = {
        **admin.site.each_context(request),
        "title": "Clés de sécurité",
        "keys": keys,
        "form": form or NewKeyForm(),
        "is_full": len(keys) >= MOST_KEYS,
        "most_name": MOST_NAME,
        "party": party_of(request),
        "has_factor": bool(factors_of(request.user)),
        "is_required": must_have_factor(request.user),
    }
    return TemplateResponse(request, "backoffice/factors/keys.html", context)


def _refused(sentence: str, *, status: int) -> JsonResponse:
    return JsonResponse({"sentence": sentence}, status=status)
