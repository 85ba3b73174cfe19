"""The extract on paper: PDF/UA-1, as bulletins are printed. Nothing is loaded but the stylesheet and its fonts."""

from __future__ import annotations

from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from bulletins.printing import VARIANT, PrintingUnavailable, printing_problem
from communes.models import Territory

TEMPLATE = "ledger/extract.html"
STYLESHEET = "ledger/extract.css"


def as_pdf(extract: dict[str, Any]) -> bytes:
    """Raises PrintingUnavailable."""
    if problem := printing_problem():
        raise PrintingUnavailable(problem)
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

    territory = Territory.objects.first()
    html = render_to_string(TEMPLATE, {"extract": extract, "publisher": territory.publisher if territory else ""})
    fonts = FontConfiguration()
    sheet = weasyprint.CSS(
        filename=finders.find(STYLESHEET), font_config=fonts, url_fetcher=URLFetcher(allowed_protocols=("file",))
    )
    page = weasyprint.HTML(string=html, url_fetcher=URLFetcher(allowed_protocols=()))
    return page.write_pdf(stylesheets=[sheet], font_config=fonts, pdf_variant=VARIANT)
