"""The contract of version 1 in tables, written by hand: what is promised, and what we add where it leaves the choice to
us. tests/api/test_contract.py holds them against the OpenAPI document and against real answers, both ways.

Keys are written as they nest: `names(name script)` is a list of objects, or one object, with two keys.
"""

import re

from tests.filters.test_completeness import CONTRACT as FILTERS

NAMED, TITLED = "id name url", "id title url"
DATE = "edtf start end precision note"
PLACE = "id name country latitude longitude precision"
EVIDENCE = "article quote start end prefix suffix language status"
EVIDENCE_KEYS = f"article({TITLED})"

# What the contract names.

EVENT_IN_LISTS = f"""
    id url title summary event_type mode quad_class realis date({DATE}) places(place({PLACE}) role)
    participants(actor({NAMED}) role) part_of agreement contested_aspects claim_count article_count source_count
    independent_source_count updated_at"""
EVENT = f"{EVENT_IN_LISTS} relations(event({TITLED}) relation) claims({TITLED}) articles({TITLED})"
CLAIM = f"""
    id url statement article({TITLED}) events({TITLED}) speaker({NAMED}) speaker_text attribution({NAMED}) speech_act
    speech_mode modality aspect value(type) said({DATE}) evidence({EVIDENCE})
    relations(claim({TITLED}) relation aspect note) updated_at"""
ACTOR = "id url name names(name language script kind) kind country wikidata_id sectors affiliations"
ARTICLE = f"id url title source({NAMED}) web_url language published document text_sha256 text_length cites({NAMED})"
SOURCE = "id url name kind country languages homepage"
PAGE = "count count_relation next previous results({})"
DISAGREEMENTS = f"aspects(aspect agreement values(value claims(speaker({NAMED}) evidence({EVIDENCE}))) relations)"
PROBLEM = "type title status detail instance request_id errors(parameter code detail allowed)"

# What we add: keys that the contract leaves to us ("…"), or tells of in words.

MORE_OF_CLAIM = f"""
    value(number qualifier unit text date actor({NAMED}) place({PLACE})) evidence({EVIDENCE_KEYS})
    relations(direction)"""
MORE_OF_ACTOR = f"affiliations(organisation({NAMED}) role from until) description updated_at"
MORE_OF_ARTICLE = f"authors published({DATE}) credits updated_at"
MORE_OF_SOURCE = "wikidata_id description state_controlled updated_at"
INCLUDED_IN_EVENT = f"""
    part_of({TITLED}) relations(event({TITLED}) relation) claims({CLAIM} {MORE_OF_CLAIM})
    evidence({EVIDENCE} {EVIDENCE_KEYS} claim({TITLED})) articles({ARTICLE} {MORE_OF_ARTICLE})
    actors({ACTOR} {MORE_OF_ACTOR}) provenance(claim_count article_count source_count independent_source_count agreement
    contested_aspects date places participants)"""
LISTED_EVENT = f"{EVENT_IN_LISTS} part_of({TITLED})"
INCLUDED_IN_ARTICLE = f"""
    claims({CLAIM} {MORE_OF_CLAIM}) evidence({EVIDENCE} {EVIDENCE_KEYS} claim({TITLED})) events({LISTED_EVENT})"""
INCLUDED_IN_ACTOR = f"claims(results({CLAIM} {MORE_OF_CLAIM}) more) events(results({LISTED_EVENT}) more)"
INCLUDED_IN_SOURCE = f"articles(results({ARTICLE} {MORE_OF_ARTICLE}) more)"
MORE_OF_DISAGREEMENTS = f"""
    id url title aspects(claim_count independent_source_count values(
    value(type number qualifier unit text date actor({NAMED}) place({PLACE})) claims(id url statement speaker_text
    article({TITLED}) source({NAMED}) attribution({NAMED}) speech_act speech_mode modality said({DATE})
    evidence({EVIDENCE_KEYS}))) relations(from({TITLED}) to({TITLED}) relation note))"""
COVERAGE = f"""
    id url title aspects articles(article({TITLED}) source({NAMED}) aspects(aspect coverage claims({TITLED})))"""
FACETS = "by total missing imprecise value_count remaining results(value label record(id name title url) count)"
WORDS = "word label definition crosswalks(cameo acled ucdp)"
INDEX = """
    sources source articles article actors actor actor_match events event event_disagreements event_coverage
    event_facets event_timeline claims claim claim_facets search changes dataset vocabularies vocabulary openapi_json
    openapi_yaml docs"""

# Address: keys of its answer that are promised, and those that we add.
KEYS: dict[str, tuple[str, str]] = {
    "/api/v1/": ("", INDEX),
    "/api/v1/sources/": (PAGE.format(SOURCE), f"results({MORE_OF_SOURCE} {INCLUDED_IN_SOURCE})"),
    "/api/v1/sources/{id}/": (SOURCE, f"{MORE_OF_SOURCE} {INCLUDED_IN_SOURCE}"),
    "/api/v1/articles/": (PAGE.format(ARTICLE), f"results({MORE_OF_ARTICLE} {INCLUDED_IN_ARTICLE})"),
    "/api/v1/articles/{id}/": (
        f"{ARTICLE} claims({TITLED}) events({TITLED})",
        f"{MORE_OF_ARTICLE} {INCLUDED_IN_ARTICLE}",
    ),
    "/api/v1/actors/": (PAGE.format(ACTOR), f"results({MORE_OF_ACTOR} {INCLUDED_IN_ACTOR})"),
    "/api/v1/actors/{id}/": (ACTOR, f"{MORE_OF_ACTOR} {INCLUDED_IN_ACTOR}"),
    "/api/v1/events/": (PAGE.format(EVENT_IN_LISTS), f"results({INCLUDED_IN_EVENT})"),
    "/api/v1/events/{id}/": (EVENT, INCLUDED_IN_EVENT),
    "/api/v1/events/{id}/disagreements/": (DISAGREEMENTS, MORE_OF_DISAGREEMENTS),
    "/api/v1/events/{id}/coverage/": ("", COVERAGE),
    "/api/v1/events/facets/": ("", FACETS),
    "/api/v1/events/timeline/": ("imprecise", "interval total undated results(start end count)"),
    "/api/v1/claims/": (PAGE.format(CLAIM), f"results({MORE_OF_CLAIM})"),
    "/api/v1/claims/{id}/": (CLAIM, MORE_OF_CLAIM),
    "/api/v1/claims/facets/": ("", FACETS),
    "/api/v1/search/": (
        PAGE.format("type snippet(highlights)"),
        "results(id url score field name title snippet(text))",
    ),
    "/api/v1/actors/match/": (
        PAGE.format("score matched(name)"),
        f"results(actor({NAMED}) matched(language script kind) kind country)",
    ),
    "/api/v1/changes/": (PAGE.format("seq op resource id at dataset_version"), "results(url)"),
    "/api/v1/dataset/": (
        "name version licence citation counts last_change",
        "licence(name file terms) counts(sources articles actors events claims)",
    ),
    "/api/v1/vocabularies/": (
        PAGE.format(f"words({WORDS})"),
        "results(name url title definition words(event_types quad_class))",
    ),
    "/api/v1/vocabularies/{name}/": (f"words({WORDS})", "name url title definition words(event_types quad_class)"),
}

LIST = "ordering page_size cursor as_of fields include format"
# Address: parameters of its query that are promised, and those that we add.
PARAMETERS: dict[str, tuple[str, str]] = {
    "/api/v1/": ("format", ""),
    "/api/v1/sources/": (f"{FILTERS['sources']} {LIST}", ""),
    "/api/v1/sources/{id}/": ("as_of format", "fields include"),
    "/api/v1/articles/": (f"{FILTERS['articles']} {LIST}", ""),
    "/api/v1/articles/{id}/": ("as_of format", "fields include"),
    "/api/v1/actors/": (f"{FILTERS['actors']} {LIST}", ""),
    "/api/v1/actors/{id}/": ("as_of format", "fields include"),
    "/api/v1/events/": (f"{FILTERS['events']} {LIST}", ""),
    "/api/v1/events/{id}/": ("as_of format", "fields include"),
    "/api/v1/events/{id}/disagreements/": ("as_of format", ""),
    "/api/v1/events/{id}/coverage/": ("as_of format", ""),
    "/api/v1/events/facets/": (f"by {FILTERS['events']} as_of format", "limit"),
    "/api/v1/events/timeline/": (f"interval {FILTERS['events']} as_of format", ""),
    "/api/v1/claims/": (f"{FILTERS['claims']} {LIST}", ""),
    "/api/v1/claims/{id}/": ("as_of format", "fields include"),
    "/api/v1/claims/facets/": (f"by {FILTERS['claims']} as_of format", "limit"),
    "/api/v1/search/": ("q page_size cursor as_of format", "type"),
    "/api/v1/actors/match/": ("name as_of format", "page_size kind country"),
    "/api/v1/changes/": ("since page_size format", ""),
    "/api/v1/dataset/": ("as_of format", ""),
    "/api/v1/vocabularies/": ("format", ""),
    "/api/v1/vocabularies/{name}/": ("format", ""),
}
# What every address takes: a version that the client has seen.
PARAMETERS = {path: (f"{promised} min_version", added) for path, (promised, added) in PARAMETERS.items()}

# Words of closed lists: promised, and added.
WORDS_OF: dict[str, tuple[str, str]] = {
    "/api/v1/events/ ?include": ("claims evidence participants relations provenance", "articles"),
    "/api/v1/claims/ ?include": ("evidence relations", ""),
    "/api/v1/articles/ ?include": ("claims evidence", "events"),
    "/api/v1/actors/ ?include": ("claims", "events"),
    "/api/v1/sources/ ?include": ("", "articles"),
    "/api/v1/events/facets/ ?by": (
        "event_type quad_class country place actor source year month agreement language",
        "",
    ),
    "/api/v1/claims/facets/ ?by": (
        "event_type quad_class country place actor source year month agreement language",
        "aspect speech_act speech_mode modality event article via speaker relation",
    ),
    "/api/v1/events/timeline/ ?interval": ("day week month year", ""),
    "/api/v1/events/ ?date_match": ("overlap within", ""),
    "/api/v1/sources/ ?ordering": ("id -id", "name -name updated_at -updated_at"),
    "/api/v1/actors/ ?ordering": ("id -id", "name -name updated_at -updated_at"),
    "/api/v1/articles/ ?ordering": ("id -id", "published -published updated_at -updated_at"),
    "/api/v1/events/ ?ordering": ("id -id", "date -date updated_at -updated_at claim_count -claim_count"),
    "/api/v1/claims/ ?ordering": ("id -id", "said -said updated_at -updated_at"),
}

MEDIA_TYPES = {
    "json": "application/json",
    "csv": "text/csv",
    "jsonl": "application/x-ndjson",
    "geojson": "application/geo+json",
    "atom": "application/atom+xml",
}
# What is neither list nor record nor count has one format.
PLAIN = ("/api/v1/", "/api/v1/dataset/")
FORMATS = {path: "json" if path in PLAIN else "json csv jsonl" for path in KEYS} | {
    "/api/v1/events/": "json csv jsonl geojson atom",
    "/api/v1/claims/": "json csv jsonl atom",
}

# Every answer of the API; Vary and CORS are for programs in between, and so no matter of the document.
HEADERS = "ETag Last-Modified Cache-Control Dataset-Version X-Request-ID RateLimit"
TRANSPORT_HEADERS = {"Vary": "Accept", "Access-Control-Allow-Origin": "*"}
MORE_HEADERS = "RateLimit-Policy Link Content-Disposition"
# What every server sends, and what guards readers in a browser.
SITE_HEADERS = """
    Content-Type Content-Length Content-Security-Policy Cross-Origin-Opener-Policy
    Cross-Origin-Resource-Policy Referrer-Policy Access-Control-Expose-Headers X-Content-Type-Options X-Frame-Options"""

STATUSES = "200 304 400 404 405 406 414 429 500 503"
RECORD_STATUSES = "308 410"
TYPES = {
    400: "invalid-parameter bad-request",
    404: "not-found",
    405: "method-not-allowed",
    406: "not-acceptable",
    410: "gone",
    414: "uri-too-long",
    429: "too-many-requests",
    431: "headers-too-large",
    500: "internal-error",
    503: "unavailable",
}
# Code: a query of /api/v1/events/ that it answers.
CODES = {
    "unknown_parameter": "tpye=ASSAULT",
    "repeated_parameter": "type=ASSAULT&type=AGREE",
    "empty_value": "type=",
    "too_many_values": f"id=a{',a' * 100}",
    "too_long": f"q={'x' * 201}",
    "nul_character": "q=%00",
    "invalid_encoding": "q=%FF",
    "unknown_word": "ordering=title",
    "invalid_value": "date_from=2025-02-30",
    "out_of_range": "page_size=201",
    "reversed_range": "date_from=2025-02-02&date_to=2025-02-01",
    "missing_parameter": "near=50,30",
    "conflicting_parameters": "format=csv&page_size=2",
    "invalid_cursor": "cursor=made-up",
}


def paths(keys: str) -> set[str]:
    """All keys with what they stand in: "a b(c)" is a, b and b.c."""
    found: set[str] = set()
    above: list[str] = []
    last = ""
    for sign in re.findall(r"[()]|[^\s()]+", keys):
        if sign == "(":
            above.append(last)
        elif sign == ")":
            above.pop()
        else:
            last = sign
            found.add(".".join([*above, sign]))
    return found
