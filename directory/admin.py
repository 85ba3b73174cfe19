"""The back office of what searches find by: families of synonyms, each with what its words find today,
and what the public searches in vain."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from backoffice.editorial import EditorialAdmin
from backoffice.versioned import VersionedAdmin
from directory.finding.reading import read
from directory.finding.search import read_words
from directory.models import SynonymFamily, VainSearch
from french.wording import counted
from initiatives.models import Initiative


@admin.register(SynonymFamily)
class SynonymFamilyAdmin(VersionedAdmin):
    add_label = "Nouvelle famille de synonymes"
    rows_name = "familles de synonymes"
    list_display = ("__str__", "direction", "note", "last_change")
    list_filter = ("is_one_way",)
    search_columns = ("words", "note")
    search_help_text = "Un mot de la famille."
    fields = ("words", "is_one_way", "note", "findings")
    readonly_fields = ("findings",)

    @admin.display(description="sens", ordering="is_one_way")
    def direction(self, row: SynonymFamily) -> str:
        return "le premier trouve les autres" if row.is_one_way else "chacun trouve les autres"

    @admin.display(description="ce que chaque mot trouve aujourd’hui")
    def findings(self, row: SynonymFamily) -> SafeString | str:
        """Each word with what it finds, families included, and what it finds alone, between quotes."""
        if not row.pk:
            return "Enregistrez la famille pour voir ce que chacun de ses mots trouve."
        return format_html(
            "<ul>{}</ul>",
            format_html_join(
                "",
                '<li><a href="{}">{}</a> : {}, dont {} par le mot lui-même</li>',
                (
                    (
                        f"{reverse('initiatives:directory')}?{urlencode({'q': item})}",
                        item,
                        counted(_found(item), "initiative"),
                        _found(f'"{item}"'),
                    )
                    for item in row.items
                ),
            ),
        )


def _found(text: str) -> int:
    return read(read_words(text)).narrow(Initiative.objects.published()).count()


@admin.register(VainSearch)
class VainSearchAdmin(EditorialAdmin):
    rows_name = "recherches sans résultat"
    list_display = ("words", "place", "times", "first_on", "last_on", "ways")
    list_display_links = None
    search_columns = ("words", "place")
    search_help_text = "Un mot cherché."

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: VainSearch | None = None) -> bool:
        return False

    @admin.display(description="que faire")
    def ways(self, row: VainSearch) -> SafeString:
        return format_html(
            '<a href="{}">Ajouter un synonyme</a> · <a href="{}">Refaire la recherche</a>',
            f"{reverse('admin:directory_synonymfamily_add')}?{urlencode({'words': row.words})}",
            f"{reverse('initiatives:directory')}?{urlencode({'q': row.words})}",
        )
