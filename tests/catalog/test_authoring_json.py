"""The hyperparameters as JSON and as rows: nothing is lost by switching, errors have a path."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.catalog.authoring import HYPERPARAMETERS, bounds, changed, complete, hyperparameter
from tuningconsole.catalog.authoring import checking, drafts, hyperparameters, importing, values
from tuningconsole.catalog.authoring.declarations import Specification
from tuningconsole.catalog.authoring.keys import JSON, ROWS
from tuningconsole.catalog.authoring.pages import STEPS
from tuningconsole.catalog.authoring.writing import build

TUNING = next(part for part in STEPS[1].parts if isinstance(part, Specification))


def test_an_error_inside_json_says_where() -> None:
    answers = importing.imported(complete()).answers
    answers = drafts.switched(TUNING, answers, JSON)
    document = json.loads(answers[TUNING.json.path])
    del document[1]["Type"]
    answers[TUNING.json.path] = json.dumps(document)
    problems = checking.check(answers).problems
    assert problems == {TUNING.json.path: ["[1].Type: Enter a value."]}
    answers[TUNING.json.path] = '[\n{"a": }]'
    [message] = checking.check(answers).problems[TUNING.json.path]
    assert message.startswith("Enter JSON. Line 2, column 7")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"a": 1, "a": 2}', "a stands twice"),
        ("[NaN]", "NaN is no number of JSON"),
        ("[" * 100_000, "nested too deeply"),
        ('["\\u0000"]', "a character that is none"),
        ('["\\ud800"]', "a character that is none"),
        ("9" * 5000, "digit"),
        ("", "Line 1, column 1"),
    ],
)
def test_what_is_no_json_says_why(text: str, words: str) -> None:
    with pytest.raises(values.NotJsonError, match=words):
        values.parsed(text)


def switch(document: Any) -> Any:
    """Return the document after it was shown as rows and as JSON again."""
    answers = {TUNING.form.path: JSON, TUNING.json.path: json.dumps(document)}
    shown = drafts.switched(TUNING, answers, ROWS)
    assert shown[TUNING.form.path] == ROWS
    return json.loads(drafts.switched(TUNING, shown, JSON)[TUNING.json.path])


def switched(document: Any) -> tuple[Any, str]:
    """Return what became of it, or `None` and why rows cannot show it."""
    try:
        return switch(document), ""
    except (hyperparameters.NotRowsError, values.NotJsonError) as error:
        return None, str(error)


def said(item: dict[str, Any]) -> dict[str, Any]:
    """Return the item with what it leaves unsaid as rows say it."""
    empty = [name for name in ("Description", "Range") if item.get(name) in ("", {})]
    plain = {name: value for name, value in item.items() if name not in empty}
    return {"IsTunable": False, "IsRequired": False, **plain}


TEXT = st.text(max_size=12)
NUMBERS = st.sampled_from(["1", "-3", "0.5", "1e3", "x", ""]) | TEXT
RANGES = st.one_of(
    st.builds(bounds, st.sampled_from(["Integer", "Continuous"]), NUMBERS, NUMBERS),
    st.fixed_dictionaries(
        {
            "CategoricalParameterRangeSpecification": st.fixed_dictionaries(
                {"Values": st.lists(TEXT, max_size=4)}
            )
        }
    ),
    st.just({}),
)
SPECIFICATION = st.fixed_dictionaries(
    {"Name": TEXT, "Type": st.sampled_from(hyperparameters.TYPES)},
    optional={
        "Description": TEXT,
        "DefaultValue": TEXT,
        "IsTunable": st.booleans(),
        "IsRequired": st.booleans(),
        "Range": RANGES,
    },
)


@settings(max_examples=400, deadline=None)
@given(st.lists(SPECIFICATION, max_size=4))
def test_switching_loses_nothing_or_says_where_rows_cannot_show_it(document: list[Any]) -> None:
    again, refused = switched(document)
    if again is None:
        assert refused.startswith("[") or "character" in refused
    else:
        assert again == [said(item) for item in document]


TIDY = st.from_regex(r"[a-zé0-9][ -~]{0,8}[a-z0-9.]", fullmatch=True)


@st.composite
def tidy(draw: st.DrawFn) -> dict[str, Any]:
    """Return an item as people write it: a range of its own type, no spaces around texts."""
    kind = draw(st.sampled_from(hyperparameters.TYPES))
    item = hyperparameter(draw(TIDY), kind, IsTunable=draw(st.booleans()))
    if kind in {"Integer", "Continuous"} and draw(st.booleans()):
        item["Range"] = bounds(kind, draw(TIDY), draw(TIDY))
    elif kind == "Categorical":
        listed = {"Values": draw(st.lists(TIDY, min_size=1, max_size=4))}
        item["Range"] = {"CategoricalParameterRangeSpecification": listed}
    for name in ("Description", "DefaultValue"):
        if draw(st.booleans()):
            item[name] = draw(TIDY)
    return item


@settings(max_examples=200, deadline=None)
@given(st.lists(tidy(), max_size=4))
def test_what_people_write_can_always_be_shown_as_rows(document: list[Any]) -> None:
    assert switch(document) == document


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ({}, "Enter a list of objects."),
        ([1], r"^\[0\]: Enter an object"),
        ([hyperparameter("a", "Integer"), {"Name": 1}], r"^\[1\]\.Name: Rows cannot show this"),
        ([hyperparameter("a", "Integer", Range=bounds("Continuous", "1", "2"))], r"\[0\]\.Range"),
        ([hyperparameter("a", "FreeText", Bogus=1)], r"^\[0\]\.Bogus"),
        ([hyperparameter("a", "FreeText")] * 101, "Keep at most 100."),
    ],
)
def test_what_rows_cannot_show_stays_json(document: Any, words: str) -> None:
    with pytest.raises(hyperparameters.NotRowsError, match=words):
        switch(document)


def test_a_specification_that_rows_cannot_show_is_imported_as_json() -> None:
    request = changed(f"{HYPERPARAMETERS}.0.Bogus", 1)
    found = importing.imported(request)
    assert found.answers[TUNING.form.path] == JSON
    assert build(found.answers).request == request
