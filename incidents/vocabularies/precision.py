"""How exactly a place or a date is known."""

from incidents.vocabularies.base import NumberedVocabulary, Vocabulary


class PlacePrecision(NumberedVocabulary):
    """How exactly a place is known, on the where_prec scale of UCDP. Levels 6 and 7 carry no coordinates."""

    EXACT = 1, "The spot itself is known: a building, a village, a town, an airport.", "Exact location"
    NEAR = (
        2,
        "Within about 25 kilometres of a known point: near, outside or on the way to a town.",
        "Near a known location",
    )
    DISTRICT = 3, "Known to a second-order division: a district, a county, a large municipality.", "District"
    PROVINCE = 4, "Known to a first-order division: a province, an oblast, a federal state.", "Province"
    REGION = (
        5,
        "A larger or vaguer area than a province but smaller than a country, or a line: a region of several provinces, "
        "a border, a coast, a river, a sea inside one country's waters.",
        "Region or line",
    )
    COUNTRY = 6, "Only the country is known. The place has no coordinates and is no point on a map.", "Country"
    BEYOND_STATES = (
        7,
        "International waters or airspace, or an area of several countries. The place has no coordinates.",
        "Beyond one country",
    )


class DatePrecision(Vocabulary):
    """How narrowly a date is known, read off the number of days between its bounds, both counted."""

    DAY = "day", "One day.", "Day"
    DAYS = "days", "Two to six days.", "Several days"
    WEEK = "week", "Seven days.", "Week"
    MONTH = "month", "Eight to 31 days: a calendar month, or a span no longer than one.", "Month"
    SEASON = "season", "From 32 to 93 days: a season, a quarter, or a span no longer than one.", "Season"
    YEAR = "year", "From 94 to 366 days: a calendar year, a half-year, or a span no longer than a year.", "Year"
    LONGER = "longer", "More than 366 days, both bounds known: several years, a decade, a century.", "Longer"
    UNKNOWN = (
        "unknown",
        "At least one bound is not known: the year is not stated, the date is open-ended, or there is no date at all.",
        "Unknown",
    )
