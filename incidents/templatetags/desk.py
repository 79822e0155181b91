"""The first page of the admin is Django's own; this puts what waits in front of it."""

from typing import Any

from django import template

from incidents.admin import states
from incidents.admin.dashboard import dashboard

register = template.Library()


register.filter("within", states.within)


@register.inclusion_tag("admin/incidents/todo.html", takes_context=True)
def todo(context: Any) -> dict[str, Any]:
    return dashboard(context["request"].user)
