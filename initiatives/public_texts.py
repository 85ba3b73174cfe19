"""The texts of an initiative as the public may read them: pages, feeds and exports read no other."""

from __future__ import annotations

from django.db import models

from french.accents import slug_of
from initiatives.repetition import said_once
from organisations.models import Contact, Organisation, Person
from organisations.privacy import hide_contacts, hide_coordinates, hide_names, whole_or_nothing

HIDDEN = (
    models.Prefetch("persons", Person.objects.hidden(), to_attr="hidden_persons"),
    models.Prefetch("contacts", Contact.objects.hidden(), to_attr="hidden_contacts"),
)


def public_contacts() -> models.Prefetch:
    """The contacts that pages show, as `public_contacts`. Made when it is asked for: models are not ready before."""
    return models.Prefetch("contacts", Contact.objects.public(), to_attr="public_contacts")


class PublicTexts:
    """Of a row with `title`, `summary`, `persons` and `contacts`."""

    def fill_in(self) -> None:
        """The title as addresses have it: done by every save, and before rows are written many at once.

        On its way into the table a trigger takes the names of the attached persons out of it (migration 0004).
        """
        self.slug = slug_of(self.title, length=80) or "initiative"

    @property
    def public_title(self) -> str:
        return self.without_hidden(self.title)

    @property
    def public_summary(self) -> str:
        """Less what every page of it says beside its text: its title, and its contacts as links."""
        summary = self.without_hidden(self.summary)
        return said_once(summary, titles=[self.public_title], contacts=self._shown_contacts()).text

    def public_name(self, organisation: Organisation) -> str:
        """A firm or an association keeps a founder's name; a private person's is hidden with the person."""
        return organisation.name if organisation.is_nameable else self.without_hidden(organisation.name)

    def public_capacity(self, person: Person) -> str:
        """What the page says of a person who is named. A number in it is never printed, unless as a public contact."""
        capacity = hide_coordinates(person.capacity, shown=self._shown_contacts())
        return whole_or_nothing(self.without_hidden(capacity))

    def public_label(self, contact: Contact) -> str:
        """To whom one speaks; nothing once a part of it is hidden."""
        return whole_or_nothing(self.without_hidden(contact.label))

    def _shown_contacts(self) -> list[tuple[str, str]]:
        if not hasattr(self, "public_contacts"):
            models.prefetch_related_objects([self], public_contacts())
        return [(contact.kind, contact.value) for contact in self.public_contacts]

    def without_hidden(self, text: str) -> str:
        """`text` as the public may read it: less the attached persons' names and the contacts that are not public.

        Whatever of an initiative leaves the back office goes through here. Two queries, none after `with_hidden()`.
        """
        if not hasattr(self, "hidden_contacts"):
            models.prefetch_related_objects([self], *HIDDEN)
        text = hide_contacts(text, [(contact.kind, contact.value) for contact in self.hidden_contacts])
        return hide_names(text, [person.name for person in self.hidden_persons])
