"""What the review shows of each page, and what it leaves out."""

from tests.wizard.pages import Pages
from tuningconsole.wizard.review import Group, Line

D = "TrainingJobDefinitions.0"


def shown(pages: Pages) -> dict[str, Group]:
    """Return the review's groups by heading."""
    pages.open("review")
    return {group.heading: group for group in pages.shown.context["sections"]}


def of(group: Group) -> dict[str, Line]:
    """Return the lines of a group by label."""
    return {
        line.label: line for part in group.parts for block in part.blocks for line in block.lines
    }


def test_a_page_is_a_group_with_one_edit(pages: Pages) -> None:
    assert list(shown(pages)) == [
        "Define job settings",
        "Configure algorithm and hyperparameters",
        "Define data input and output",
        "Configure training job resources",
        "Configure tuning job resources",
    ]
    assert pages.text.count(">Edit<") == 5


def test_what_is_not_set_is_left_out(pages: Pages) -> None:
    groups = shown(pages)
    job = groups["Define job settings"]
    assert [part.heading for part in job.parts] == ["Job settings", "IAM role", "Tuning strategy"]
    assert "Encryption key" not in of(groups["Configure training job resources"])
    assert "Tags" not in [part.heading for part in groups["Configure tuning job resources"].parts]


def test_what_has_to_be_set_and_is_not_stays_in_sight(pages: Pages) -> None:
    groups = shown(pages)
    assert of(groups["Define data input and output"])["S3 location"].value == ""
    assert of(groups["Configure algorithm and hyperparameters"])["max_leaf_nodes"].value == ""


def test_defaults_are_told_from_choices(pages: Pages) -> None:
    pages.open("data")
    pages.press("_refresh", typed={f"{D}.InputDataConfig.0.CompressionType": "Gzip"})
    lines = of(shown(pages)["Define data input and output"])
    assert lines["Compression type"] == Line("Compression type", "Gzip", is_default=False)
    assert lines["Record wrapper"] == Line("Record wrapper", "None", is_default=True)
    assert 'review__default">None<span class="visually-hidden"> (default)' in pages.text


def test_a_heading_does_not_repeat_its_only_label(pages: Pages) -> None:
    job = shown(pages)["Define job settings"]
    assert {part.heading: part.is_named for part in job.parts} == {
        "Job settings": True,
        "IAM role": False,
        "Tuning strategy": True,
    }


def test_of_several_definitions_each_is_summed_up_and_folded(pages: Pages) -> None:
    pages.open("job")
    pages.press("_definition", "clone.0")
    pages.open("review")
    summary = "decision-trees, validation:accuracy, 0 hyperparameters searched"
    assert pages.text.count(f'<span class="review__summary">{summary}</span>') == 2
    assert pages.text.count('<details class="review__group">') == 2
