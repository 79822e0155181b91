import pytest
from django.utils.translation import override

from incidents.dataset.yaml_reader import MAX_BYTES, BadYaml, Items, Mapping, Scalar, read, shown


@pytest.mark.parametrize("text", ["NO", "2025-11-14", "yes", "1_000", "0x1F", "12:30", "1e3", "=", "<<"])
def test_it_reads_a_bare_word_as_the_text_it_is(text: str) -> None:
    assert read(f"- {text}".encode()) == Items(1, [Scalar(1, text)])


@pytest.mark.parametrize("text", ["null", "~", "Null", "NULL", ""])
def test_only_a_bare_null_is_null(text: str) -> None:
    assert read(f"- {text}\n- '{text}'".encode()) == Items(1, [Scalar(1, text, is_null=True), Scalar(2, text)])


def test_it_knows_the_line_of_everything() -> None:
    node = read(b"# about\n- model: m\n  fields:\n    slug: s\n")
    assert node == Items(2, [Mapping(2, {"model": Scalar(2, "m"), "fields": Mapping(4, {"slug": Scalar(4, "s")})})])


def test_it_keeps_the_first_of_two_equal_keys_and_tells() -> None:
    assert read(b"a: 1\na: 2") == Mapping(1, {"a": Scalar(1, "1")}, [Scalar(2, "a")])


@pytest.mark.parametrize("content", [b"", b"# nothing\n"])
def test_a_file_without_records_is_empty(content: bytes) -> None:
    assert read(content) is None


@pytest.mark.parametrize(
    ("content", "line", "rule"),
    [
        (
            b"- a\n- [b\n",
            3,
            "is not YAML (column 1): a list that [ opens goes on without a comma, or is not closed by ].",
        ),
        (
            b"a: b: c",
            1,
            "is not YAML (column 5): a colon stands where none may: indent the line as those above, or put the text "
            "into quotes.",
        ),
        (b"- !<a", 1, "is not YAML (column 6): it cannot be read from here on."),
        ("- ä\n- \x00".encode(), 2, "holds a character that YAML does not allow (U+0000): delete it."),
        (b"\n- \x00", 2, "holds a character that YAML does not allow (U+0000): delete it."),
        (b"- a\n- \xe4", 2, "is not UTF-8: save it in that encoding."),
        (b"\n- \xe4", 2, "is not UTF-8: save it in that encoding."),
        (b"- a\n--- \n- b", 2, "holds a second document: put all records into one list."),
        (b"- &x a\n- *x", 1, "anchors and aliases (&x, *x) are not read: write it out."),
        (
            b"- !!python/object:os.system a",
            1,
            "tags (tag:yaml.org,2002:python/object:os.system) are not read: leave it out.",
        ),
        (b"- !!set {a}", 1, "tags (tag:yaml.org,2002:set) are not read: leave it out."),
        (b"- \n- ? [a]\n  : b", 2, "a list or mapping cannot be a key: write key: value."),
        (b"[" * 9 + b"]" * 9, 1, "is nested more than 8 deep: a record is a model and its fields."),
        (b"{a: " * 8 + b"{" + b"}" * 9, 1, "is nested more than 8 deep: a record is a model and its fields."),
        (b"[" * 100_000, 1, "is nested more than 8 deep: a record is a model and its fields."),
        (b"#" * (MAX_BYTES + 1), 1, "is larger than 8000000 bytes: split it into several files."),
    ],
)
def test_it_refuses(content: bytes, line: int, rule: str) -> None:
    with pytest.raises(BadYaml) as refused:
        read(content)
    assert (refused.value.line, refused.value.rule) == (line, rule)


@pytest.mark.parametrize("content", [b"[" * 8 + b"]" * 8, b"{a: " * 7 + b"{" + b"}" * 8])
def test_it_reads_what_is_eight_deep(content: bytes) -> None:
    node = read(content)
    assert node is not None
    assert shown(node) == content.decode()


def test_it_reads_eight_million_bytes() -> None:
    assert read(b"#" * MAX_BYTES) is None


def test_what_is_not_yaml_is_told_in_the_language_of_the_reader() -> None:
    with override("de"), pytest.raises(BadYaml) as refused:
        read(b"- 'abc")
    assert refused.value.rule == (
        "ist kein YAML (Spalte 7): einem Text, der mit einem Anführungszeichen beginnt, fehlt das am Ende."
    )


def test_a_bomb_of_aliases_does_not_go_off() -> None:
    bomb = b"- &a [x, x, x, x, x, x, x, x, x]\n" + b"".join(
        b"- &%c [%s]\n" % (code + 1, b", ".join([b"*%c" % code] * 9)) for code in range(97, 120)
    )
    with pytest.raises(BadYaml, match="anchors and aliases"):
        read(bomb)


def test_faults_show_values_as_one_line() -> None:
    node = read(b"- [a, b]\n- {c: null}")
    assert node is not None
    assert shown(node) == "[[a, b], {c: null}]"
