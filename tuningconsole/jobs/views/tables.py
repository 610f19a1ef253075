"""A chart as an answer: figures as JSON, its numbers as cells of a page and as CSV."""

from dataclasses import dataclass

from django.http import HttpResponse, JsonResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext

from tuningconsole.charts.drawing import Chart, Picture, Table
from tuningconsole.charts.words import translated
from tuningconsole.ui import spreadsheets, wording


def in_words(chart: Chart) -> Chart:
    """Return the chart in the reader's language."""
    sentences, missing, head, rows = translated(
        [chart.sentences, chart.missing, chart.table.head, chart.table.rows], gettext
    )
    pictures = [Picture(*translated([one.figure, one.name], gettext)) for one in chart.pictures]
    return Chart(sentences, pictures, Table(tuple(head), rows), missing)


def as_json(chart: Chart) -> HttpResponse:
    """Return {about, missing, pictures: [{name, figure}]}."""
    pictures = [{"name": item.name, "figure": item.figure} for item in chart.pictures]
    return JsonResponse({"about": chart.about, "missing": chart.missing, "pictures": pictures})


def as_csv(chart: Chart, name: str) -> HttpResponse:
    """Return the chart's numbers as a file; it is for programs, so in English."""
    body = "".join(spreadsheets.lines((chart.table.head, *chart.table.rows)))
    saved = content_disposition_header(as_attachment=True, filename=f"{name}.csv")
    return HttpResponse(body, "text/csv", headers={"Content-Disposition": saved or "attachment"})


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a page: its text, the number in full where it is one; how its column is set."""

    text: str
    exact: str
    is_number: bool


def heads(table: Table) -> list[Cell]:
    """Return the headings, for templates/jobs/_chart_table.html."""
    numeric = _numeric(table)
    return [Cell(text, "", place in numeric) for place, text in enumerate(table.head)]


def shown(table: Table) -> list[list[Cell]]:
    """Return the rows, for the same."""
    numeric = _numeric(table)
    return [
        [_cell(cell, is_number=place in numeric) for place, cell in enumerate(row)]
        for row in table.rows
    ]


def _numeric(table: Table) -> set[int]:
    """Return the columns that have numbers and no text."""
    columns = [{type(row[place]) for row in table.rows} for place in range(len(table.head))]
    kinds = [column - {type(None)} for column in columns]
    return {place for place, kind in enumerate(kinds) if kind and str not in kind}


def _cell(cell: str | float | None, *, is_number: bool) -> Cell:
    if cell is None:
        return Cell(wording.NOTHING, "", is_number)
    if isinstance(cell, str):
        return Cell(cell, "", is_number)
    return Cell(wording.number(cell), repr(cell), is_number)
