"""The search for better hyperparameters: strategies, and the loop that starts training jobs.

The API process imports of here what loads no NumPy, which takes a second: autotune, completion,
history, observations, wakeup.
"""
