"""Forms of what comes in."""

from . import reception_petition_intake_reports
