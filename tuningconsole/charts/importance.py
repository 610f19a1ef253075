"""Importance: how much each hyperparameter decides whether a training job is among the best.

Optuna's PED-ANOVA, its default: what share of the difference between the best tenth of the training
jobs and all of them each hyperparameter makes (Watanabe et al., IJCAI 2023). It says nothing of
hyperparameters that were not varied, and little of a few training jobs.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tuningconsole.charts.drawing import (
    LINE,
    NO_VALUES,
    Chart,
    Picture,
    Table,
    axis,
    figure,
    none,
    shown,
)
from tuningconsole.charts.slices import NO_RANGES
from tuningconsole.charts.study import Dimension, Study
from tuningconsole.charts.words import said as _

if TYPE_CHECKING:
    from optuna.distributions import BaseDistribution

TITLE = _("Hyperparameter importance")
LEAST = 4
"""Training jobs with a final value below which nothing can be said."""


def build(study: Study, _names: tuple[str, ...] = ()) -> Chart:
    """Return the chart, the most important one first."""
    if not study.valued:
        return none(NO_VALUES)
    if not study.dimensions:
        return none(NO_RANGES)
    if len(study.counted) < LEAST:
        return none(
            _("It takes {count} ended training jobs with an objective value to tell.", count=LEAST)
        )
    if len({value for _point, value in study.counted}) == 1:
        return none(
            _("All training jobs have the same objective value: nothing made a difference.")
        )
    shares = of(study)
    if not shares:
        return none(_("No hyperparameter was varied in all training jobs."))
    names = list(shares)
    data = {
        "type": "bar",
        "orientation": "h",
        "x": [shares[name] for name in names],
        "y": list(range(len(names))),
        "text": [f"{shares[name]:.1%}" for name in names],
        "textposition": "auto",
        "hovertext": [f"{shown(name)}: {shares[name]:.1%}" for name in names],
        "hoverinfo": "text",
        "marker": {"color": LINE},
    }
    y = axis("", tickvals=data["y"], ticktext=[shown(name) for name in names], autorange="reversed")
    x = axis(_("Share of importance"), tickformat=".0%", rangemode="tozero")
    about = [
        _(
            "How much each decided whether a training job is among the best tenth, of {count}.",
            count=len(study.counted),
        ),
        _(
            "The most important is {name}, with {share}.",
            name=names[0],
            share=format(shares[names[0]], ".0%"),
        ),
    ]
    made = figure([data], x, y, height=max(200, 90 + 32 * len(names)))
    rows = [(name, share) for name, share in shares.items()]
    head = (_("Hyperparameter"), _("Share of importance"))
    return Chart(about, [Picture(made)], Table(head, rows))


def of(study: Study) -> Mapping[str, float]:
    """Return hyperparameter -> its share, 0 to 1, the largest first; {} where nothing can be said.

    Only hyperparameters that all ended training jobs with a value have are looked at.
    """
    # Here, since Optuna takes a while to load and few pages need it.
    import optuna
    from optuna.importance import PedAnovaImportanceEvaluator, get_param_importances
    from optuna.trial import create_trial

    common = [
        item
        for item in study.dimensions
        if all(item.read(point) is not None for point, _value in study.counted)
        and len({item.read(point) for point, _value in study.counted}) > 1
    ]
    if not common or len(study.counted) < LEAST:
        return {}
    distributions = {item.name: _distribution(item, study) for item in common}
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    made = optuna.create_study(direction="maximize" if study.type == "Maximize" else "minimize")
    made.add_trials(
        [
            create_trial(
                params={item.name: item.read(point) for item in common},
                distributions=distributions,
                value=value,
            )
            for point, value in study.counted
        ]
    )
    evaluator = PedAnovaImportanceEvaluator()
    found = get_param_importances(made, evaluator=evaluator, params=[item.name for item in common])
    return {name: float(share) for name, share in found.items()}


def _distribution(item: Dimension, study: Study) -> BaseDistribution:
    """Return Optuna's name of the range, as wide as what was tried; categories by their place."""
    from optuna.distributions import CategoricalDistribution, FloatDistribution

    if item.categories:
        return CategoricalDistribution([float(place) for place in range(len(item.categories))])
    tried = [value for point, _value in study.counted if (value := item.read(point)) is not None]
    return FloatDistribution(min(item.low, *tried), max(item.high, *tried), log=item.is_log)
