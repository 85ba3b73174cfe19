from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from backoffice.pictures.models import Photograph
from bulletins.models import BulletinPicture
from documents.readers.errors import HeavyPicture
from documents.readers.pictures.sandbox import PICTURE_LIMITS
from initiatives.models import Picture

REFUSED = "refused"
WITHOUT_CONSENT = (
    "Sans l’accord des personnes reconnaissables, cette image ne peut pas paraître : recueillez-le, recadrez-la ou "
    "choisissez-en une autre."
)


class UploadForm(forms.Form):
    """The file. `instance` is the present picture, if there is one."""

    file = forms.FileField(
        label="Fichier",
        required=False,
        help_text="JPEG, PNG, WebP ou AVIF, au moins 480 pixels de large, 15\u00a0Mo au plus. Le lieu et l’appareil "
        "inscrits dans la photo sont effacés.",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/avif"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file is None and self.is_first:
            raise forms.ValidationError("Choisissez le fichier de l’image.")
        if file is not None and file.size > PICTURE_LIMITS.file:
            raise forms.ValidationError(HeavyPicture.sentence)
        return file

    @property
    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "file"}


class LogoForm(UploadForm):
    """A logo is its file and nothing else: what it says is the name of the office."""

    is_first = True

    def __init__(self, *args: Any, instance: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[
            "file"
        ].help_text = (
            "PNG ou JPEG, au moins 160 pixels de large, 15\u00a0Mo au plus. Un dessin SVG s’enregistre d’abord en PNG."
        )
        self.fields["file"].widget.attrs["accept"] = "image/png,image/jpeg"


class PictureForm(UploadForm, forms.ModelForm):
    """The file, and all that allows it to be shown. Without a file the present picture is described anew."""

    faces = forms.ChoiceField(
        label="Visages",
        choices=[*Photograph.Faces.choices, (REFUSED, "visages reconnaissables, sans leur accord")],
        widget=forms.RadioSelect,
        error_messages={"required": "Dites si des personnes sont reconnaissables."},
    )

    class Meta:
        model = Picture
        fields = ("file", "alternative_text", "credit", "licence", "faces", "consent_on", "consent_by")
        widgets = {
            "alternative_text": forms.Textarea(attrs={"rows": 2}),
            "consent_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_first = self.instance.pk is None

    def clean_faces(self) -> str:
        if self.cleaned_data["faces"] == REFUSED:
            raise forms.ValidationError(WITHOUT_CONSENT)
        return self.cleaned_data["faces"]

    def clean_consent_on(self) -> Any:
        day = self.cleaned_data["consent_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError("Ce jour n’est pas encore venu.")
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("faces") == Photograph.Faces.AGREED:
            for name, sentence in (
                ("consent_on", "Indiquez le jour où les personnes ont donné leur accord."),
                ("consent_by", "Indiquez qui garde la trace de cet accord."),
            ):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, sentence)
        return data

    def _post_clean(self) -> None:
        """The row is changed by the service alone; a form that is refused leaves it as it is shown beside."""


class BulletinPictureForm(PictureForm):
    class Meta(PictureForm.Meta):
        model = BulletinPicture
