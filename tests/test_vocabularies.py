import pytest

from incidents.vocabularies import (
    QUAD_CLASSES,
    SPEAKER_REQUIRED_ACTS,
    SYMMETRIC_RELATIONS,
    VOCABULARIES,
    AnyVocabulary,
    DatePrecision,
    EventType,
    Mode,
    PlacePrecision,
    QuadClass,
    StateControlled,
    Word,
    crosswalk_of,
    describe,
    modes_of,
    quad_class_of,
)

# The words clients may rely on, written out a second time: to change one is to break a promise.
WORDS = {
    "source_kind": "newspaper news_agency broadcaster website government ngo other",
    "state_controlled": "yes no unknown",
    "passage_kind": "heading boilerplate rhetoric",
    "actor_kind": "person state government_body international_organisation company media armed_force group",
    "name_kind": "official alias transliteration",
    "sector": "GOV JUD LEG MIL COP OPP PTY REB PRM SPY UAF CVL BUS EDU MED LAB AGR JRN REF REL SOC CRM "
    "IGO NGO ISM IMG MNC",
    "place_precision": "1 2 3 4 5 6 7",
    "place_role": "occurred_at origin destination affected",
    "event_type": "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION "
    "MOBILIZE COERCE ASSAULT",
    "mode": "visit third-party multilateral phone assist change yield meet disapprove investigate allege restrict ban "
    "arrest relations expel territory violence demo riot strike hunger boycott obstruct convict withdraw discontinue "
    "release return disarm ceasefire access resign troops weapons police militia seize censor curfew martial-law "
    "deport withhold misinformation cyber abduct beat torture execute sexual assassinate destroy primitive firearms "
    "explosives suicide-attack heavy-weapons aerial drone crowd-control cleansing massacre unconventional",
    "quad_class": "verbal_cooperation material_cooperation verbal_conflict material_conflict",
    "realis": "actual ongoing planned alleged",
    "date_precision": "day days week month season year longer unknown",
    "participant_role": "initiator target participant host mediator victim affected",
    "event_relation": "responds_to follows causes same_series",
    "speech_act": "asserts denies accuses admits apologises promises demands explains predicts evaluates "
    "declines_to_comment",
    "speech_mode": "direct_quote indirect author_voice",
    "modality": "factual hypothetical planned negated",
    "aspect": "occurrence date place participants means quantity cause responsibility intent foreknowledge casualties "
    "damage motive reaction content consequence legality context evaluation",
    "value_type": "quantity date actor place text money percentage",
    "value_qualifier": "exact at_least at_most about",
    "claim_relation": "contradicts supports qualifies repeats corrects",
    "agreement": "contested compatible agreed single_source",
    "evidence_status": "verified stale",
    "status": "draft in_review published retracted",
    "change_op": "create update retract merge",
}
MODES = {
    "AGREE": "",
    "CONSULT": "visit third-party multilateral phone",
    "SUPPORT": "",
    "CONCEDE": "",
    "COOPERATE": "",
    "AID": "",
    "RETREAT": "withdraw release return disarm ceasefire access resign",
    "REQUEST": "assist change yield meet",
    "ACCUSE": "disapprove investigate allege",
    "REJECT": "assist change yield meet",
    "THREATEN": "restrict ban arrest relations expel territory violence",
    "PROTEST": "demo riot strike hunger boycott obstruct",
    "SANCTION": "expel convict withdraw discontinue",
    "MOBILIZE": "troops weapons police militia",
    "COERCE": "restrict ban arrest seize censor curfew martial-law deport withhold misinformation cyber",
    "ASSAULT": "abduct beat torture execute sexual assassinate destroy primitive firearms explosives suicide-attack "
    "heavy-weapons aerial drone crowd-control cleansing massacre unconventional",
}

each_vocabulary = pytest.mark.parametrize(("name", "vocabulary"), VOCABULARIES.items())
each_word = pytest.mark.parametrize(
    "word", [word for vocabulary in VOCABULARIES.values() for word in vocabulary], ids=lambda word: f"{word!r}"
)


def test_the_vocabularies_are_those_promised() -> None:
    assert set(VOCABULARIES) == set(WORDS)


@each_vocabulary
def test_a_vocabulary_has_the_words_promised_in_order(name: str, vocabulary: AnyVocabulary) -> None:
    assert " ".join(str(word.value) for word in vocabulary) == WORDS[name]


@each_vocabulary
def test_a_vocabulary_is_called_by_its_name(name: str, vocabulary: AnyVocabulary) -> None:
    assert vocabulary.__name__ == name.title().replace("_", "")


def test_each_vocabulary_says_for_itself_what_it_is_for() -> None:
    definitions = {describe(vocabulary)["definition"] for vocabulary in VOCABULARIES.values()}
    assert len(definitions) == len(VOCABULARIES)
    assert "" not in definitions


@each_vocabulary
def test_no_two_words_of_a_vocabulary_share_a_label_or_a_definition(name: str, vocabulary: AnyVocabulary) -> None:
    words = describe(vocabulary)["words"]
    assert len({word["label"] for word in words}) == len({word["definition"] for word in words}) == len(words)


@each_word
def test_a_word_has_a_label_and_a_definition_in_sentences(word: Word) -> None:
    assert word.label
    assert word.definition[0].isupper()
    assert word.definition[-1] in ".?"


@pytest.mark.parametrize(("event_type", "modes"), MODES.items())
def test_a_mode_belongs_to_the_event_types_promised(event_type: str, modes: str) -> None:
    assert " ".join(modes_of(event_type)) == modes


def test_every_mode_belongs_to_an_event_type_and_none_to_no_type() -> None:
    assert set(" ".join(MODES.values()).split()) == set(Mode.values)
    assert modes_of("") == ()


@pytest.mark.parametrize(
    ("quad_class", "event_types"),
    [
        (QuadClass.VERBAL_COOPERATION, "AGREE CONSULT SUPPORT CONCEDE"),
        (QuadClass.MATERIAL_COOPERATION, "COOPERATE AID RETREAT"),
        (QuadClass.VERBAL_CONFLICT, "REQUEST ACCUSE REJECT THREATEN"),
        (QuadClass.MATERIAL_CONFLICT, "PROTEST SANCTION MOBILIZE COERCE ASSAULT"),
    ],
)
def test_a_quad_class_holds_the_event_types_promised(quad_class: QuadClass, event_types: str) -> None:
    assert " ".join(QUAD_CLASSES[quad_class]) == event_types
    assert {quad_class_of(event_type) for event_type in event_types.split()} == {quad_class}


def test_an_event_without_a_type_has_no_quad_class() -> None:
    assert quad_class_of("") is None


def test_the_quad_class_of_a_misspelt_type_is_refused() -> None:
    with pytest.raises(ValueError, match="'AGGREE' is not a valid EventType"):
        quad_class_of("AGGREE")


def test_nobody_denies_admits_or_promises_for_another() -> None:
    assert {"denies", "admits", "apologises", "promises", "declines_to_comment"} == SPEAKER_REQUIRED_ACTS


def test_contradiction_and_repetition_hold_both_ways() -> None:
    assert {"contradicts", "repeats"} == SYMMETRIC_RELATIONS


def test_the_event_types_lead_to_every_root_code_of_cameo_but_the_statements() -> None:
    codes = {code for event_type in EventType for code in crosswalk_of(event_type).cameo}
    assert codes == {f"{root:02}" for root in range(2, 21)}


def test_a_place_precision_is_the_where_prec_of_ucdp() -> None:
    assert [crosswalk_of(level).ucdp for level in PlacePrecision] == [(f"where_prec {n}",) for n in range(1, 8)]


def test_equal_words_of_two_vocabularies_keep_their_own_counterparts() -> None:
    assert crosswalk_of(StateControlled.UNKNOWN).ucdp == ()
    assert crosswalk_of(DatePrecision.DAY).ucdp == ("date_prec 1",)


def test_an_event_type_is_described_with_its_class_and_counterparts() -> None:
    description = describe(EventType)
    assert (description["name"], description["title"]) == ("event_type", "Event type")
    assert description["words"][11] == {
        "word": "PROTEST",
        "label": "Protest",
        "definition": EventType.PROTEST.definition,
        "event_types": [],
        "quad_class": "material_conflict",
        "crosswalks": {"cameo": ["14"], "acled": ["Protests", "Riots"], "ucdp": []},
    }


def test_a_mode_is_described_with_its_event_types() -> None:
    description = describe(Mode)["words"][4]
    assert (description["word"], description["event_types"]) == ("assist", ["REQUEST", "REJECT"])
    assert description["quad_class"] is None


def test_place_precision_is_described_in_whole_numbers() -> None:
    assert [word["word"] for word in describe(PlacePrecision)["words"]] == [1, 2, 3, 4, 5, 6, 7]
