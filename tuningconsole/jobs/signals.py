"""What packages above this one can hear of."""

from django.dispatch import Signal

held = Signal()
"""A submission has come to wait: for a person, or for an AWS that cannot be reached.

With it comes `job`, as it was written. Sent in the transaction that writes, each time that it is
found to wait on: a receiver tells by `submitted_at`, which a retry sets, whether it knows it.
"""

moved = Signal()
"""A tuning job's row has taken over what AWS says.

With it come `pk`; `before`, what it said; `after`, what of it was written. Sent in the transaction
that writes: a receiver that fails takes the writing back.
"""
