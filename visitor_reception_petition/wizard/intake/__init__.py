"""Questions that the intake asks before it acts."""

from . import reception_petition_outcome_set
