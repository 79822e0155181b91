from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy

from incidents import dates
from incidents.models.constraints import LANGUAGE_PATTERN, SCRIPT_PATTERN, SUBDIVISION_PATTERN, WIKIDATA_PATTERN

validate_wikidata_id = RegexValidator(WIKIDATA_PATTERN, gettext_lazy("Use a Wikidata item id such as Q227."))
validate_language = RegexValidator(LANGUAGE_PATTERN, gettext_lazy("Use a BCP 47 language tag such as de or az-Latn."))
validate_script = RegexValidator(SCRIPT_PATTERN, gettext_lazy("Use an ISO 15924 script code such as Latn or Cyrl."))
validate_subdivision = RegexValidator(SUBDIVISION_PATTERN, gettext_lazy("Use an ISO 3166-2 code such as UA-51."))


def validate_edtf(value: str) -> None:
    """Refuse what is not an EDTF date, in the words of the parser."""
    try:
        dates.parse(value)
    except dates.InvalidDate as error:
        raise ValidationError(str(error), code="invalid_date") from error
