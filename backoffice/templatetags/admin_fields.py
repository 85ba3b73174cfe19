from django import template
from django.contrib.admin.helpers import AdminField
from django.forms import CheckboxSelectMultiple, RadioSelect

register = template.Library()


@register.filter
def is_choice_group(field: AdminField) -> bool:
    """Whether the field is several boxes: they need a legend, since no single one can take the label."""
    widget = field.field.field.widget
    return isinstance(getattr(widget, "widget", widget), CheckboxSelectMultiple | RadioSelect)


@register.filter
def is_list(value: object) -> bool:
    return isinstance(value, list)
