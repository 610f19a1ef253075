"""The strategies by SageMaker's names (service model, HyperParameterTuningJobStrategyType)."""

from tuningconsole.engine.search import bayesian, random
from tuningconsole.engine.search.base import Strategy

BY_NAME: dict[str, Strategy] = {"Bayesian": bayesian.suggest, "Random": random.suggest}
