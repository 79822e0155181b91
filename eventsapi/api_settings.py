"""The API's manners and its description: what is the same in every installation."""

REST_RELEASE = "1.0.0"
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_PARSER_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["eventsapi.rest.renderers.OrjsonRenderer"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "eventsapi.rest.negotiation.StrictNegotiation",
    "DEFAULT_SCHEMA_CLASS": "eventsapi.rest.openapi.RestAutoSchema",
    "EXCEPTION_HANDLER": "eventsapi.rest.errors.exception_response",
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,
}

# Named by hand, where a field has another name than its vocabulary, or several vocabularies share a field's name.
VOCABULARIES = ["Aspect", "ChangeOp", "ClaimRelation", "EventRelation", "EvidenceStatus", "Sector", "ValueType"]
VOCABULARIES += ["ActorKind", "NameKind", "ParticipantRole", "PlaceRole", "SourceKind", "ValueQualifier"]
SPECTACULAR_SETTINGS = {
    "OAS_VERSION": "3.1.1",
    "TITLE": "Contested events",
    "DESCRIPTION": "Who says what about which event, in whose words, and where they disagree.",
    "VERSION": REST_RELEASE,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SORT_OPERATION_PARAMETERS": False,
    "GET_LIB_DOC_EXCLUDES": "eventsapi.rest.documentation.undocumented_classes",
    "ENUM_NAME_OVERRIDES": {f"{name}Enum": f"incidents.vocabularies.{name}" for name in VOCABULARIES},
    # The vocabularies have definitions of their own, so enumerations need not repeat their labels.
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "eventsapi.rest.openapi.remove_nullable",
        "eventsapi.rest.openapi.add_manners",
        "incidents.api.document.complete",
        "incidents.api.links.add_links",
    ],
}
CORS_EXPOSE_HEADERS = [
    "Content-Disposition",
    "ETag",
    "Dataset-Version",
    "Link",
    "RateLimit",
    "RateLimit-Policy",
    "Retry-After",
    "X-Request-ID",
]
