"""When a part that has ended is started again, and when it is no use to try any more."""

import signal
from dataclasses import dataclass

SOUND_AFTER_S = 10.0
"""A part that ran as long was in order, and what ended it is a new event."""
MOST_IN_A_ROW = 6
"""So many starts that soon ended by themselves; with the waits between them half a minute."""
FIRST_WAIT_S = 0.5


@dataclass(slots=True)
class Restarts:
    """The ends of one part so far."""

    in_a_row: int = 0

    def wait_s(self, ran_s: float, returncode: int) -> float | None:
        """Return how long to wait before the next start, None when there should be none.

        A part that somebody kills is in order, however often: it is started again at once.

        Args:
            ran_s: how long it ran.
            returncode: what it ended with, as `subprocess.Popen` has it.
        """
        if ran_s >= SOUND_AFTER_S:
            self.in_a_row = 0
        if returncode == -signal.SIGKILL:
            return 0.0
        self.in_a_row += 1
        if self.in_a_row > MOST_IN_A_ROW:
            return None
        return FIRST_WAIT_S * (2.0 ** (self.in_a_row - 1)) if self.in_a_row > 1 else 0.0
