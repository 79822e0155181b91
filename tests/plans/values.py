"""What each filter is asked with: first what is in a large share of the rows, then what is in few; and what goes with
a parameter that means nothing by itself. A filter without a row fails by name.
"""

from collections.abc import Sequence

Values = dict[str, tuple[str, ...]]

VALUES: dict[str, Values] = {
    "events": {
        "q": ("copy77", "putin", "botsch", '"embassy fence"'),
        "id": ("azerbaijani-embassy-strike-2025-11-14", "9-azerbaijani-embassy-strike-2025-11-14"),
        "type": ("ASSAULT", "!CONSULT", "AID"),
        "mode": ("drone", "visit"),
        "quad": ("material_conflict", "material_cooperation"),
        "realis": ("actual", "!actual", "alleged"),
        "date_match": ("within", "overlap"),
        "date_from": ("1900-01-01", "2025-09-01"),
        "date_to": ("2030-01-01", "1995-01-01"),
        "precision": ("day", "season"),
        "country": ("UA", "!UA", "TJ"),
        "place": ("kyiv", "!kyiv", "9-kyiv"),
        "bbox": ("22.1,44.3,40.2,52.4", "-180,-90,180,90", "30.1,50.1,30.9,50.9"),
        "near": ("50.45,30.52",),
        "radius_km": ("500", "5000", "50"),
        "role": ("target", "!target", "mediator"),
        "affiliated": ("true",),
        "actor": ("azerbaijan", "!azerbaijan", "9-azerbaijan"),
        "pair": ("azerbaijan,russia", "azerbaijan,9-russia"),
        "speaker": ("ilham-aliyev", "9-ilham-aliyev"),
        "source": ("unnamed-publisher-001", "9-unnamed-publisher-001"),
        "via": ("euronews", "9-tass"),
        "article": ("004-aliyev-says-embassy-was-hit-deliberately", "9-004-aliyev-says-embassy-was-hit-deliberately"),
        "not_reported_by": ("unnamed-publisher-004", "9-unnamed-publisher-004"),
        "language": ("de", "en"),
        "aspect": ("occurrence", "!occurrence", "foreknowledge"),
        "agreement": ("single_source", "!single_source", "contested"),
        "min_articles": ("1", "6"),
        "min_independent_sources": ("1", "5"),
        "part_of": ("strikes-on-azerbaijani-embassy-in-kyiv", "9-strikes-on-azerbaijani-embassy-in-kyiv"),
        "related_to": ("azerbaijani-embassy-strike-2025-11-14", "9-azerbaijani-embassy-strike-2025-11-14"),
        "updated_since": ("2001-01-01", "2020-12-25"),
    },
    "claims": {
        "q": ("copy77", "putin", "botsch"),
        "quote": ("Putin", "ei", "als absichtlich"),
        "id": ("c004-aliyev-strikes-deliberate", "9-c004-aliyev-strikes-deliberate"),
        "event": ("azerbaijani-embassy-strike-2025-11-14", "9-azerbaijani-embassy-strike-2025-11-14"),
        "article": ("004-aliyev-says-embassy-was-hit-deliberately", "9-004-aliyev-says-embassy-was-hit-deliberately"),
        "source": ("unnamed-publisher-001", "9-unnamed-publisher-001"),
        "via": ("euronews", "9-tass"),
        "affiliated": ("true",),
        "speaker": ("ilham-aliyev", "!ilham-aliyev", "9-ilham-aliyev"),
        "act": ("asserts", "!asserts", "apologises"),
        "speech_mode": ("author_voice", "direct_quote"),
        "modality": ("factual", "planned"),
        "aspect": ("occurrence", "foreknowledge"),
        "relation": ("repeats", "corrects"),
        "related_to": ("c004-aliyev-strikes-deliberate",),
        "value_min": ("1", "100000"),
        "value_max": ("100000", "1"),
        "said_from": ("2001-01-01", "2025-09-01"),
        "said_to": ("2030-01-01", "2017-10-01"),
        "published_from": ("2001-01-01", "2025-09-01"),
        "published_to": ("2030-01-01", "2017-10-01"),
        "language": ("de", "en"),
        "updated_since": ("2001-01-01", "2020-12-25"),
    },
    "articles": {
        "q": ("botschaft", "copy77"),
        "id": ("001-azerbaijan-russia-tensions-after-embassy-strike",),
        "source": ("unnamed-publisher-001", "9-unnamed-publisher-001"),
        "cites": ("euronews", "9-tass"),
        "language": ("de", "en"),
        "published_from": ("2001-01-01", "2025-09-01"),
        "published_to": ("2030-01-01", "2017-10-01"),
        "event": ("azerbaijani-embassy-strike-2025-11-14", "9-azerbaijani-embassy-strike-2025-11-14"),
        "actor": ("ilham-aliyev", "9-ilham-aliyev"),
        "updated_since": ("2001-01-01", "2020-12-25"),
    },
    "actors": {
        "q": ("president", "Алієв", "copy77"),
        "id": ("ilham-aliyev", "9-ilham-aliyev"),
        "kind": ("person", "armed_force"),
        "country": ("AZ", "TJ"),
        "sector": ("GOV", "MIL"),
        "event": ("azerbaijani-embassy-strike-2025-11-14", "9-azerbaijani-embassy-strike-2025-11-14"),
        "role": ("target", "mediator"),
        "affiliated_with": ("azerbaijan", "9-azerbaijan"),
        "updated_since": ("2001-01-01", "2020-12-25"),
    },
    "sources": {
        "q": ("news", "copy77"),
        "id": ("reuters", "9-reuters"),
        "kind": ("newspaper", "government"),
        "country": ("DE", "UA"),
        "language": ("de", "en"),
        "cited_in": ("001-azerbaijan-russia-tensions-after-embassy-strike",),
        "updated_since": ("2001-01-01", "2020-12-25"),
    },
}
# What a parameter is given with.
WITH = {
    "date_match": {"date_from": "1900-01-01"},
    "near": {"radius_km": "500"},
    "radius_km": {"near": "50.45,30.52"},
    "affiliated": {"actor": "azerbaijan"},
}
WITH_IN_CLAIMS = {"affiliated": {"speaker": "azerbaijan"}}
# What three parameters say together.
TOGETHER: dict[str, Sequence[dict[str, str]]] = {
    "events": (
        {"actor": "azerbaijan", "role": "mediator", "affiliated": "true"},
        {"actor": "9-azerbaijan", "role": "target", "affiliated": "true"},
    ),
}
# What may read more than its share, and why no index would help. Each is to be needed.
INHERENT: dict[str, str] = {
    "actors?role=target": "Who ever had a role is gathered from all events in which somebody had it.",
    "events?agreement=!single_source": "Nearly all have it, and no index holds what a list of words lacks.",
}
HARDLY_BOTH = "Many have the one and many the other, and hardly any both."
# What is a little dearer than allowed, or not, as the sample falls from which PostgreSQL draws its estimates.
ON_THE_EDGE: dict[str, Sequence[str]] = {
    HARDLY_BOTH: ("events/?actor=azerbaijan&bbox=22.1%2C44.3%2C40.2%2C52.4&affiliated=true&ordering=-date",),
}
# What is dear only where there is much more (PLANS_TIMES), so that nothing notices where it is needed no longer.
AT_SIZE: dict[str, Sequence[str]] = {
    "Who has it stands together in this order, or comes last, so that the list is walked far.": (
        "events/?role=mediator&ordering=date", "events/?role=mediator&ordering=-date",
        "events/?date_from=1900-01-01&role=mediator&ordering=-date",
        "events/?date_to=2030-01-01&role=mediator&ordering=-date",
        "events/?realis=actual&role=mediator&ordering=-date",
        "events/?q=botsch&ordering=date", "events/?q=%22embassy+fence%22&ordering=date",
        "events/?via=euronews&ordering=date", "claims/?published_to=2017-10-01&ordering=-said",
        "claims/?q=copy77&ordering=id", "claims/?q=copy77&ordering=-id",
        "claims/?q=copy77&published_from=2025-09-01&ordering=id",
        "actors/?q=%D0%90%D0%BB%D1%96%D1%94%D0%B2&ordering=name",
        "actors/?q=%D0%90%D0%BB%D1%96%D1%94%D0%B2&ordering=-name",
        "actors/?affiliated_with=azerbaijan&ordering=name", "actors/?affiliated_with=azerbaijan&ordering=-name",
        "actors/?country=AZ&updated_since=2020-12-25&ordering=name", "sources/?q=news&ordering=-name",
    ),
    HARDLY_BOTH: (
        "events/?type=ASSAULT&mode=visit&ordering=-date", "events/?mode=drone&aspect=foreknowledge&ordering=-date",
        "events/?mode=drone&agreement=contested&ordering=-date",
        "events/?bbox=22.1%2C44.3%2C40.2%2C52.4&aspect=foreknowledge&ordering=-date",
        "events/?bbox=22.1%2C44.3%2C40.2%2C52.4&agreement=contested&ordering=-date",
        "events/?actor=azerbaijan&affiliated=true&min_independent_sources=5&ordering=-date",
        "events/?aspect=occurrence&agreement=contested&ordering=-date",
        "claims/?speaker=azerbaijan&quote=Putin&affiliated=true&ordering=id",
        "claims/?quote=Putin&updated_since=2020-12-25&ordering=id",
        "claims/?speaker=azerbaijan&source=unnamed-publisher-001&affiliated=true&ordering=id",
        "claims/?source=unnamed-publisher-001&said_from=2025-09-01&ordering=id",
        "claims/?speaker=azerbaijan&affiliated=true&modality=planned&ordering=id",
    ),
    "The table of points is small beside that of events: reading it once takes less than looking ten thousand up.": (
        "events/?bbox=-180%2C-90%2C180%2C90&ordering=-date", "events/?near=50.45%2C30.52&radius_km=5000&ordering=-date",
    ),
    "How much of a box lies in a circle is not estimated: all of the country is looked through, in an index.": (
        "events/?radius_km=500&country=UA&near=50.45%2C30.52&ordering=-date",
    ),
    "The copies of a name sound like it, and each is compared.": ("/api/v1/actors/match/?name=Alijev",),
}  # fmt: skip
# A record of each kind that much refers to.
FIRST = {resource: values["id"][0] for resource, values in VALUES.items()} | {"actors": "azerbaijan"}
