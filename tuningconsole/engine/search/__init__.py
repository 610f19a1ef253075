"""The search for better hyperparameters: strategies, and the loop that starts training jobs."""

STRATEGIES = ("Bayesian", "Random")
"""The strategies that this engine runs; `strategies.py` holds them.

Named apart because the API process must not load NumPy, which takes a second.
"""
