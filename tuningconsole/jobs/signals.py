"""What packages above this one can hear of."""

from django.dispatch import Signal

moved = Signal()
"""A tuning job's row has taken over what AWS says.

With it come `pk`; `before`, what it said; `after`, what of it was written. Sent in the transaction
that writes: a receiver that fails takes the writing back.
"""
