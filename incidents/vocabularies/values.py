"""Words about the typed value a claim may carry."""

from incidents.vocabularies.base import Vocabulary


class ValueType(Vocabulary):
    """What kind of value a claim gives. Only a stated value is recorded; one worked out by the reader is not."""

    QUANTITY = "quantity", "A count or measure with a unit: 38 deaths, 3 attacks, 10 agreements.", "Quantity"
    DATE = "date", "A point or span of time, written in EDTF.", "Date"
    ACTOR = "actor", "A person, state or organisation, as the answer to who.", "Actor"
    PLACE = "place", "A place, as the answer to where.", "Place"
    TEXT = "text", "A short wording that is itself the value, such as a stated reason.", "Text"
    MONEY = "money", "An amount of money; the unit is the ISO 4217 currency code.", "Money"
    PERCENTAGE = "percentage", "A share or a change in per cent; the statement says of what.", "Percentage"


class ValueQualifier(Vocabulary):
    """How a number is meant. It follows the words of the text, not what the reader thinks likely."""

    EXACT = "exact", "The text gives the number without reservation.", "Exactly"
    AT_LEAST = "at_least", "The number or more: at least, more than, over, no fewer than.", "At least"
    AT_MOST = "at_most", "The number or less: at most, up to, fewer than, no more than.", "At most"
    ABOUT = (
        "about",
        "Near the number on either side: about, around, some, roughly, nearly. It never rules out another number.",
        "About",
    )
