"""Papers that are printed."""

from . import reception_petition_paper_report
