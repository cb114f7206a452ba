"""Who has walked through the gate, when and by which right (3-1d, 3-2). May know people and schedule."""

from . import reception_school_passage
from . import reception_school_year
