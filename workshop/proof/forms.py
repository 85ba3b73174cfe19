"""What outsiders write on a proof, and how the office hands a proof out."""

from __future__ import annotations

from django import forms

from bulletins.models import Entry
from workshop.models.outside import NAME_LENGTH, REMARK_LENGTH
from workshop.proof.outside import MOST_DAYS


class LinkForm(forms.Form):
    reader = forms.CharField(
        label="Pour qui",
        max_length=NAME_LENGTH,
        help_text="« Cabinet », « Meloko » : la rédaction seule le voit.",
    )
    days = forms.IntegerField(
        label="Combien de jours",
        min_value=1,
        max_value=MOST_DAYS,
        initial=3,
        help_text="Le lien se ferme de lui-même ensuite, et à la parution.",
    )


class RemarkForm(forms.Form):
    """One for the whole and one for each entry; `site` is a field that only a machine fills in."""

    entry = forms.ModelChoiceField(Entry.objects.none(), required=False, widget=forms.HiddenInput)
    text = forms.CharField(label="Votre remarque", max_length=REMARK_LENGTH, widget=forms.Textarea({"rows": 4}))
    author = forms.CharField(
        label="Votre nom ou votre service", max_length=NAME_LENGTH, required=False, help_text="Facultatif."
    )
    site = forms.CharField(
        label="Laissez ce champ vide", required=False, widget=forms.TextInput({"tabindex": "-1", "autocomplete": "off"})
    )

    def __init__(self, entries: forms.models.QuerySet, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entry"].queryset = entries

    @property
    def is_of_a_machine(self) -> bool:
        return bool(self.data.get(self.add_prefix("site")))
