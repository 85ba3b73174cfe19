"""Filling in the forms of the back office as a browser would."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse
from django.test import Client


class _Fields(HTMLParser):
    """What a browser would send of the form `form_id`: texts, choices, ticked boxes."""

    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.form_id, self.inside, self.data = form_id, False, {}
        self.select, self.textarea, self.text = "", "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        names = dict(attrs)
        if tag == "form":
            self.inside = values.get("id") == self.form_id
        if not self.inside:
            return
        name = values.get("name", "")
        if tag == "input" and name and values.get("type") != "submit":
            if values.get("type") in ("checkbox", "radio"):
                if "checked" in names:
                    self.data.setdefault(name, []).append(values.get("value", "on"))
            else:
                self.data.setdefault(name, []).append(values.get("value", ""))
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in names:
            self.data.setdefault(self.select, []).append(values.get("value", ""))
        elif tag == "textarea":
            self.textarea, self.text = name, ""

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "select":
            self.select = ""
        elif tag == "textarea" and self.textarea:
            # A browser drops the first line end after <textarea>.
            self.data.setdefault(self.textarea, []).append(self.text.removeprefix("\n"))
            self.textarea = ""


def form_of(response: HttpResponse, form_id: str) -> dict[str, Any]:
    """The data of the form in a page, ready to be posted; lines meant for the script are left out."""
    parser = _Fields(form_id)
    parser.feed(response.content.decode())
    return {name: values for name, values in parser.data.items() if "__prefix__" not in name}


def save(client: Client, url: str, form_id: str, *, button: str = "_save", **changes: Any) -> HttpResponse:
    """Open a form, change some fields, press a button."""
    data = form_of(client.get(url), form_id) | changes
    return client.post(url, {**data, button: "1"})
