import pytest
from django.utils.translation import override

from incidents.dataset.rows import in_words, meant, read_rows

SOURCE = """\
- model: incidents.source
  fields:
    slug: herald
    name: The Herald
    kind: newspaper
"""


def faults(text: str) -> list[str]:
    return [str(fault) for fault in read_rows("a.yaml", text.encode())[1]]


def test_it_reads_a_row_with_its_place_and_its_defaults() -> None:
    (row,), found = read_rows("a.yaml", SOURCE.encode())
    assert found == []
    assert (row.file, row.line, row.record, row.owner, row.spoiled) == ("a.yaml", 1, "source herald", "herald", False)
    assert (row.values["kind"], row.values["status"], row.values["languages"]) == ("newspaper", "draft", ())


def test_a_row_knows_what_it_refers_to() -> None:
    text = "- model: incidents.evidence\n  fields:\n    claim: [denial]\n    quote: Nein\n"
    (row,), _ = read_rows("a.yaml", text.encode())
    assert [(name, spec.name, slug) for name, spec, slug in row.targets] == [("claim", "claim", "denial")]
    assert row.record == "evidence denial / Nein"


def test_a_list_of_links_is_that_many_references() -> None:
    text = "- model: incidents.claim\n  fields:\n    slug: c\n    article: [a]\n    events: [[x], [y]]\n"
    rows, _ = read_rows("a.yaml", text.encode())
    assert [slug for _, _, slug in rows[0].targets] == ["a", "x", "y"]


def test_an_empty_file_has_no_rows() -> None:
    assert read_rows("a.yaml", b"# nothing yet\n") == ([], [])


def test_it_passes_on_what_is_no_yaml() -> None:
    assert faults("- [a\n") == [
        "a.yaml:2: is not YAML (column 1): a list that [ opens goes on without a comma, or is not closed by ]."
    ]


def test_a_file_is_a_list() -> None:
    assert faults("model: incidents.source") == ["a.yaml:1: must be a list of records: - model: … fields: …"]


def test_a_row_is_a_model_with_fields() -> None:
    assert faults("- incidents.source\n- model: incidents.source\n") == [
        "a.yaml:1: 'incidents.source': must be a mapping of model and fields.",
        "a.yaml:2: '{model: incidents.source}': must be a mapping of model and fields.",
    ]


def test_it_refuses_other_models_and_guesses_which_is_meant() -> None:
    text = SOURCE.replace("incidents.source", "incidents.sorce") + "- model: auth.user\n  fields: {}\n"
    assert faults(text) == [
        "a.yaml:1: model = 'incidents.sorce': is no model of the dataset; did you mean incidents.source?",
        "a.yaml:6: model = 'auth.user': is no model of the dataset.",
    ]


def test_it_refuses_a_primary_key() -> None:
    assert faults(SOURCE.replace("  fields", "  pk: 1\n  fields")) == [
        "a.yaml:2: incidents.source, pk: is not read: a record has model and fields, and is found by slug."
    ]


def test_it_names_every_field_that_is_unknown_derived_missing_repeated_or_of_another_type() -> None:
    text = SOURCE.replace("name: The Herald", "nme: The Herald").replace("newspaper", "[newspaper]")
    text += "    version: 3\n    slug: gazette\n    languages: de\n"
    fields = "slug, status, retraction_reason, merged_into, note, name, kind, country, languages, homepage"
    assert faults(text) == [
        "a.yaml:4: source herald, nme = 'The Herald': is no field of incidents.source, which has "
        f"{fields}, wikidata_id, description, state_controlled; did you mean name?",
        "a.yaml:5: source herald, kind = '[newspaper]': must be a text, not a list or mapping.",
        "a.yaml:6: source herald, version = '3': is derived, or rows of its own: leave it out.",
        "a.yaml:8: source herald, languages = 'de': must be a list: [word, word].",
        "a.yaml:1: source herald, name: is missing.",
        "a.yaml:3: source herald, slug = 'herald': is given twice: keep one.",
    ]


def test_a_repeated_key_of_the_row_itself_is_named() -> None:
    assert faults("- model: incidents.source" + SOURCE.replace("- model", "\n  model")) == [
        "a.yaml:2: model: is given twice: keep one."
    ]


def test_a_misspelt_word_is_guessed_only_where_one_is_near() -> None:
    assert meant("herlad", ["herald", "gazette"]) == "; did you mean herald?"
    assert meant("xyz", ["herald", "gazette"]) == "."


@pytest.mark.parametrize(
    "text",
    [
        SOURCE.replace("  fields", "  pk: 1\n  fields"),
        SOURCE + "    slug: gazette\n",
        SOURCE.replace("newspaper", "[newspaper]"),
        SOURCE.replace("    name: The Herald\n", ""),
    ],
)
def test_a_row_with_a_fault_of_either_kind_is_spoiled(text: str) -> None:
    (row,), found = read_rows("a.yaml", text.encode())
    assert len(found) == 1
    assert row.spoiled


def test_the_owner_of_a_part_is_its_record() -> None:
    text = "- model: incidents.evidence\n  fields:\n    claim: [denial]\n    quote: Nein\n"
    assert read_rows("a.yaml", text.encode())[0][0].owner == "denial"


@pytest.mark.parametrize(
    ("record", "told"),
    [
        ("claim denial", "Aussage denial"),
        ("source herald / x", "Quelle herald / x"),
        ("nothing at all", "nothing at all"),
    ],
)
def test_a_label_is_told_in_the_language_of_the_reader(record: str, told: str) -> None:
    with override("de"):
        assert in_words(record) == told
