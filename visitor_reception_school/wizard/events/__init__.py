"""Outings at the gate."""

from . import reception_school_release
from . import reception_school_answer
