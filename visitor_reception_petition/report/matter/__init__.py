"""Papers that are printed."""

from . import reception_petition_paper_report, reception_petition_form_report, reception_petition_matter_reports
