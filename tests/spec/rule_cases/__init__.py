"""One row for each way to break a rule: what changes in a valid request, and what is said of it."""

from tests.spec.rule_cases import definitions, hyperparameters, resources

CASES = [*definitions.CASES, *hyperparameters.CASES, *resources.CASES]
