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
EXCLUSION = "Nearly all have it, and no index holds what a list of words lacks."
INHERENT: dict[str, str] = {
    "actors?role=target": "Who ever had a role is gathered from all events in which somebody had it.",
    "events?agreement=!single_source": EXCLUSION,
    "events?aspect=!occurrence": EXCLUSION,
}
# A record of each kind that much refers to.
FIRST = {resource: values["id"][0] for resource, values in VALUES.items()} | {"actors": "azerbaijan"}
