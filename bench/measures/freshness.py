"""From a commit to the next request: is it there, is every count right, and what did that request cost?

Each round publishes an initiative with a word that nobody else has, asks for it, withdraws it and asks again; at the
end they are deleted, but for their history. A request that comes after a pause is dearer than one that follows on
another's heels, whatever was committed in between: that of the round's draft, which shows nothing, says by how much.
"""

from __future__ import annotations

import json

from django.contrib.auth.models import User
from django.utils import timezone

from bench.asking import Client, figures_of
from bench.cases import Contents, query
from bench.world import EDITOR
from initiatives.models import Initiative, Participation, Place, Theme
from initiatives.services import publish_initiative, withdraw_initiative
from organisations.models import Organisation

ROUNDS = 20
LETTERS = "abcdefghijklmnopqrst"


def time_freshness(client: Client, contents: Contents, *, say) -> dict:
    """`visible` and `exact` are shares; `ratio` compares medians of the request after a commit and of usual ones, which
    follow at once, `ratio_unseen` that and the request after a commit that shows nothing."""
    editor = User.objects.get(username=EDITOR)
    commune, theme = contents.popular[0], Theme.objects.get(slug=contents.themes[0])
    page = "/initiatives/" + query({"commune": commune})
    counted = "/initiatives.json" + query({"commune": commune, "theme": theme.slug})
    after, unseen, usual, visible, exact = [], [], [], 0, 0
    made: list[int] = []
    for _ in range(2):
        client.page(page)
    try:
        for number in range(ROUNDS):
            word = f"nouveaute{LETTERS[number]}zw"
            before = _count(client, counted)
            initiative = _draft(word, commune, theme, editor)
            made.append(initiative.pk)
            unseen.append(client.page(page).milliseconds)
            publish_initiative(initiative=initiative, by=editor)
            answer = client.page(page)
            after.append(answer.milliseconds)
            usual += [client.page(page).milliseconds, client.page(page).milliseconds]
            found = client.page("/initiatives/" + query({"q": f'"{word}"'}), plain=True).body.decode()
            is_shown = f"/initiatives/{initiative.pk}-" in found
            is_counted = _count(client, counted) == before + 1
            withdraw_initiative(initiative=initiative, by=editor, reason="Fin de la mesure.")
            gone = client.page("/initiatives/" + query({"q": f'"{word}"'}), plain=True).body.decode()
            visible += is_shown and f"/initiatives/{initiative.pk}-" not in gone
            exact += is_counted and _count(client, counted) == before
    finally:
        _delete(made)
    figures = {
        "after": figures_of(after).as_dict(), "unseen": figures_of(unseen).as_dict(),
        "usual": figures_of(usual).as_dict(),
        "visible": visible / ROUNDS, "exact": exact / ROUNDS,
    }  # fmt: skip
    figures["ratio"] = round(figures["after"]["p50"] / figures["usual"]["p50"], 3)
    figures["ratio_unseen"] = round(figures["after"]["p50"] / figures["unseen"]["p50"], 3)
    say(
        f"  après un commit {figures['after']['p50']:.1f} ms, d’habitude {figures['usual']['p50']:.1f} ms, "
        f"après un commit qui ne montre rien {figures['unseen']['p50']:.1f} ms ; "
        f"visible {visible} fois sur {ROUNDS}, comptes exacts {exact} fois"
    )
    return figures


def _count(client: Client, path: str) -> int:
    return json.loads(client.page(path, plain=True).body)["count"]


def _draft(word: str, commune: str, theme: Theme, editor: User) -> Initiative:
    initiative = Initiative.objects.create(
        title=f"Des paniers {word} pour le quartier",
        summary="Des voisins préparent des paniers chaque semaine.",
        theme=theme,
        started_on=timezone.localdate(),
        created_by=editor,
    )
    Place.objects.create(initiative=initiative, commune_id=commune)
    Participation.objects.create(initiative=initiative, organisation=Organisation.objects.earliest("pk"))
    return initiative


def _delete(keys: list[int]) -> None:
    """Their history stays: the database lets nobody delete it."""
    Initiative.objects.filter(pk__in=keys).delete()
