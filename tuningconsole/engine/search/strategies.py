"""The strategies by SageMaker's names (service model, HyperParameterTuningJobStrategyType)."""

from tuningconsole.engine.search import bayesian, grid, random
from tuningconsole.engine.search.base import Strategy

BY_NAME: dict[str, Strategy] = {
    "Bayesian": bayesian.suggest,
    "Grid": grid.suggest,
    "Hyperband": random.suggest,
    "Random": random.suggest,
}
