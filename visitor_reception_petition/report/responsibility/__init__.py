"""Forms and figures of how well it is done."""

from . import reception_petition_responsibility_reports, reception_petition_statistics
