"""The modules whose tests `dev.py mutate` tries, and the tests that are to notice a fault: filters, permissions,
publication, import, and short ways to an answer. The fewer the tests, the more faults can be tried."""

_LISTED = ("tests/filters/test_combining.py", "tests/filters/test_completeness.py")
# What takes no database is asked first.
_DECLARED = ("tests/filters/test_documented.py", *_LISTED)
_LOADED = ("tests/dataset/bulk/test_loading.py",)

TESTS: dict[str, tuple[str, ...]] = {
    "incidents/filters/days.py": ("tests/filters/test_days.py", *_LISTED),
    "incidents/filters/whereabouts.py": ("tests/filters/test_whereabouts.py", *_LISTED),
    "incidents/filters/participation.py": _LISTED,
    "incidents/filters/claims.py": _DECLARED,
    "incidents/filters/events.py": _DECLARED,
    "eventsapi/rest/fields.py": ("tests/rest/test_fields.py",),
    "eventsapi/rest/parameters.py": ("tests/rest/test_parameters.py", "tests/rest/test_filters.py"),
    "eventsapi/rest/coordinates.py": ("tests/rest/test_coordinates.py",),
    "eventsapi/rest/filters.py": ("tests/rest/test_filters.py", *_LISTED),
    "eventsapi/rest/recurring.py": ("tests/rest/test_recurring.py",),
    "eventsapi/rest/newest.py": ("tests/rest/test_newest.py", "tests/publication/test_newest.py"),
    "eventsapi/rest/places.py": ("tests/rest/test_paging.py", "tests/rest/test_recurring.py"),
    "eventsapi/rest/workers.py": ("tests/rest/test_workers.py",),
    "eventsapi/rest/turns.py": ("tests/rest/test_turns.py",),
    "incidents/api/including/excerpts.py": ("tests/api/test_including.py", "tests/api/test_document.py"),
    "incidents/roles.py": ("tests/test_roles.py",),
    "incidents/admin/approval.py": ("tests/admin/test_approval.py", "tests/admin/test_review.py"),
    "incidents/admin/workflow.py": (
        "tests/admin/test_review.py",
        "tests/admin/test_preview.py",
        "tests/admin/test_proposals.py",
    ),
    "incidents/publication/approving.py": ("tests/publication/test_approving.py",),
    "incidents/publication/proposals.py": ("tests/publication/test_proposals.py",),
    "incidents/publication/invariants.py": (
        "tests/publication/test_invariants.py",
        "tests/publication/test_retracting.py",
        "tests/dataset/bulk/test_loading.py",
    ),
    "incidents/publication/publishing.py": (
        "tests/publication/test_publishing.py",
        "tests/publication/test_retracting.py",
    ),
    "incidents/publication/merging.py": ("tests/publication/test_merging.py",),
    "incidents/publication/unmerging.py": ("tests/publication/test_unmerging.py",),
    "incidents/publication/snapshots.py": ("tests/publication/test_snapshots.py",),
    "incidents/publication/keys.py": ("tests/publication/test_keys.py", "tests/publication/test_merging.py"),
    "incidents/publication/moving.py": ("tests/publication/test_merging.py", "tests/publication/test_unmerging.py"),
    "incidents/publication/ledger.py": (
        "tests/publication/test_ledger.py",
        "tests/publication/test_publishing.py",
        "tests/publication/test_retracting.py",
    ),
    "incidents/publication/world.py": ("tests/publication/test_world.py", "tests/publication/test_publishing.py"),
    "incidents/publication/rendering.py": (
        "tests/publication/test_compiling.py",
        "tests/publication/test_publishing.py",
    ),
    "incidents/publication/columns.py": ("tests/publication/test_columns.py", *_LISTED),
    "incidents/publication/bulk.py": ("tests/dataset/bulk/test_loading.py",),
    "incidents/publication/search_words.py": ("tests/publication/test_search_words.py", "tests/test_search.py"),
    "incidents/publication/trial.py": ("tests/publication/test_trial.py",),
    "incidents/dataset/load.py": ("tests/dataset/test_load.py",),
    "incidents/dataset/bundle.py": ("tests/dataset/test_bundle.py",),
    "incidents/dataset/rows.py": ("tests/dataset/test_rows.py", "tests/dataset/test_load.py"),
    "incidents/dataset/typed.py": ("tests/dataset/test_typed.py",),
    "incidents/dataset/quotes.py": ("tests/dataset/test_quotes.py",),
    "incidents/dataset/yaml_reader.py": ("tests/dataset/test_yaml_reader.py",),
    "incidents/dataset/changes.py": ("tests/dataset/test_changes.py", "tests/dataset/test_load.py"),
    "incidents/dataset/writing.py": ("tests/dataset/test_writing.py", "tests/dataset/test_load.py"),
    "incidents/dataset/checking.py": ("tests/dataset/test_checking.py", "tests/dataset/bulk/test_lines.py"),
    "incidents/dataset/constraints.py": ("tests/dataset/test_constraints.py",),
    "incidents/dataset/files.py": ("tests/dataset/test_files.py",),
    "incidents/dataset/stored.py": ("tests/dataset/test_stored.py", "tests/dataset/test_changes.py"),
    "incidents/dataset/schema.py": ("tests/dataset/test_schema.py",),
    "incidents/dataset/bulk/lines.py": ("tests/dataset/bulk/test_lines.py", "tests/dataset/bulk/test_loading.py"),
    "incidents/dataset/bulk/checking.py": _LOADED,
    "incidents/dataset/bulk/editorial.py": _LOADED,
    "incidents/dataset/bulk/known.py": _LOADED,
    "incidents/dataset/bulk/loading.py": _LOADED,
    "incidents/dataset/bulk/releasing.py": _LOADED,
    "incidents/dataset/bulk/staging.py": ("tests/dataset/bulk/test_staging.py", *_LOADED),
    "incidents/dataset/bulk/tables.py": _LOADED,
    "incidents/dataset/bulk/world.py": _LOADED,
    "eventsapi/desk/permissions.py": ("tests/admin/test_language.py", "tests/admin/test_translated.py"),
}

# By themselves they use up what the tests of one fault are given.
LEFT_OUT = ("tests/publication/test_unmerging.py::test_every_merge_of_any_history_can_be_taken_back",)
