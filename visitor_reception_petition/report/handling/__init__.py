"""Forms of how matters are handled."""

from . import reception_petition_handling_reports
