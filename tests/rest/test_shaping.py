import orjson
import pytest

from eventsapi.rest.fields import Selection
from eventsapi.rest.parameters import Query
from eventsapi.rest.shaping import Inclusion, Result, Shape, Surroundings

STORED = ['{"id":"a","name":"A","size":1}', '{"id":"b","name":"B","size":2}']


def parts(result: Result, around: Surroundings) -> list[str]:
    return [f"{result['id']}{piece}{around.version}" for piece in around.read["pieces"]]


def made_of(result: Result, around: Surroundings) -> str:
    return f"{around.read['maker']['name']} of {len(around.read['pieces'])}"


# What the database gives for the columns: one text or an array of them.
READ = {"pieces_7": ['"x"', '"y"'], "pieces_None": ['"x"', '"y"'], "maker": '{"name":"Anna"}'}
SHAPE = Shape(
    keys=["id", "name", "size"],
    inclusions={
        "pieces": Inclusion(key="parts", meaning="its parts", reads=["pieces"], show=parts),
        "size": Inclusion(key="size", meaning="its size"),
        "maker": Inclusion(key="maker", meaning="who made it", reads=["maker", "pieces"], show=made_of),
    },
    reads={"pieces": lambda version: f"pieces_{version}", "maker": lambda version: "maker"},
)


def shaped(shape: Shape = SHAPE, *, version: int | None = None, **words: str) -> list[Result]:
    values = {name: Selection(include=tuple(text.split(",")), exclude=()) for name, text in words.items()}
    query = Query(values=values, canonical={})
    rows = [(text, *[READ[str(column)] for column in shape.columns(query, version=version)]) for text in STORED]
    found = shape.results(rows, query=query, version=version)
    results: list[Result] = orjson.loads(orjson.dumps(found))
    return results


def test_where_nothing_is_asked_for_the_stored_text_is_sent() -> None:
    found = SHAPE.results([(text,) for text in STORED], query=Query(values={}, canonical={}), version=None)
    assert orjson.dumps(found).decode() == f"[{','.join(STORED)}]"


def test_only_the_keys_that_are_named_are_sent_in_the_stored_order() -> None:
    assert [list(result) for result in shaped(fields="name,id")] == [["id", "name"], ["id", "name"]]


def test_what_is_included_comes_besides() -> None:
    assert shaped(include="pieces", version=7)[0] == {"id": "a", "name": "A", "size": 1, "parts": ["ax7", "ay7"]}


def test_what_is_included_is_sent_with_the_keys_that_are_named() -> None:
    assert shaped(fields="id", include="pieces")[1] == {"id": "b", "parts": ["bxNone", "byNone"]}


def test_what_two_words_take_is_read_once() -> None:
    values = {"include": Selection(include=("maker", "pieces"), exclude=())}
    assert SHAPE.columns(Query(values=values, canonical={}), version=None) == ["maker", "pieces_None"]
    assert shaped(fields="id", include="maker,pieces")[0] == {
        "id": "a",
        "maker": "Anna of 2",
        "parts": ["axNone", "ayNone"],
    }


def test_what_every_result_holds_may_be_included_without_an_expansion() -> None:
    plain = Shape(keys=SHAPE.keys, inclusions={"size": SHAPE.inclusions["size"]})
    assert shaped(plain, fields="id", include="size")[0] == {"id": "a", "size": 1}


@pytest.mark.parametrize(("shape", "names"), [(SHAPE, ["fields", "include"]), (Shape(keys=["id"]), ["fields"])])
def test_the_parameters_are_those_that_mean_something(shape: Shape, names: list[str]) -> None:
    assert list(shape.fields()) == names


def test_the_parameters_are_closed_lists_that_say_what_their_words_mean() -> None:
    chosen, included = (field.parameter(name) for name, field in SHAPE.fields().items())
    assert chosen["schema"]["items"]["enum"] == ["id", "name", "size"]
    assert included["schema"]["items"]["enum"] == ["pieces", "size", "maker"]
    assert "`pieces`: its parts" in included["description"]
