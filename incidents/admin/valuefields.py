"""The parts of a claim's value and of a place: what each choice means, and which other fields belong to it."""

import json
from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.db.models import Count
from django.utils.translation import gettext as _

from incidents.models import Claim
from incidents.models.values import VALUE_PARTS
from incidents.vocabularies import PlacePrecision, ValueQualifier, ValueType

# Units that are offered where no claim has one yet, and how many are offered.
_CURRENCIES = ("USD", "EUR", "GBP", "RUB", "UAH", "AZN", "TRY", "CNY")
_COUNTED = ("people killed", "people injured", "people detained")
OFFERED = 30


class ChoiceWithMeaning(forms.Select):
    """A list of words whose meaning is shown below it as soon as one is chosen; without scripts, all of them."""

    template_name = "admin/incidents/choice_with_meaning.html"

    class Media:
        css = {"all": ["incidents/fields.css"]}
        js = ["incidents/values.js"]

    def __init__(self, meanings: Iterable[tuple[str, str, str]], *, attrs: dict[str, str] | None = None) -> None:
        super().__init__(attrs)
        self.meanings = list(meanings)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        identity = context["widget"]["attrs"].get("id", name)
        context["widget"]["attrs"]["aria-describedby"] = f"{identity}_meaning"
        chosen = "" if value is None else str(value)
        return {**context, "identity": identity, "meanings": self.meanings, "chosen": chosen}


class UnitInput(AdminTextInputWidget):
    """A unit, with those that claims have already; the script offers currencies where the value is money."""

    template_name = "admin/incidents/unit_input.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        identity = context["widget"]["attrs"].get("id", name)
        context["widget"]["attrs"]["list"] = f"{identity}_counted"
        lists = (("counted", _units(ValueType.QUANTITY, _COUNTED)), ("money", _units(ValueType.MONEY, _CURRENCIES)))
        return {**context, "identity": identity, "lists": lists}


class PrecisionSelect(ChoiceWithMeaning):
    class Media:
        css = {"all": ["incidents/fields.css"]}
        js = ["incidents/values.js", "incidents/places.js"]


def value_type_widget() -> forms.Widget:
    parts = {value_type: sorted(fields) for value_type, fields in VALUE_PARTS.items()}
    return ChoiceWithMeaning(_meanings(ValueType), attrs={"data-parts": json.dumps(parts)})


def qualifier_widget() -> forms.Widget:
    return ChoiceWithMeaning(_meanings(ValueQualifier))


def precision_widget() -> forms.Widget:
    words = {
        "data-no-point": _("A place of this precision has no coordinates: empty them, or choose 1 to 5."),
        "data-point-missing": _(
            "Without coordinates the place is not on the map. From 2 to 5 they mean a nearby point, or the middle."
        ),
        "data-pair": _("Give both latitude and longitude, or neither."),
        "data-degrees": _("Decimal degrees with a point, such as 50.45 or -0.1278; no minutes, no letters."),
        "data-latitude": _("Latitude is from -90 (south) to 90 (north)."),
        "data-longitude": _("Longitude is from -180 (west) to 180 (east)."),
        "data-digits": _("At most five digits after the point: that is one metre."),
    }
    return PrecisionSelect(_meanings(PlacePrecision), attrs=words)


def _meanings(words: Iterable[Any]) -> list[tuple[str, str, str]]:
    return [(str(word.value), str(word.label), _(word.definition)) for word in words]


def _units(value_type: ValueType, usual: tuple[str, ...]) -> list[str]:
    """The units of claims, the most frequent first, then the usual ones."""
    used = Claim.objects.filter(value_type=value_type).values("value_unit").annotate(number=Count("pk"))
    known = used.order_by("-number", "value_unit").values_list("value_unit", flat=True)[:OFFERED]
    return list(dict.fromkeys([*known, *usual]))
