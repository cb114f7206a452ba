"""Leave slips and passes: what a verb asks first."""

from . import reception_school_answer
from . import reception_school_release
