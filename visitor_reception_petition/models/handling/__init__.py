"""Talks, opinions with their review, extensions, supervision orders and reports to leaders.

May know: knowledge, matter, vault, intake.
"""

from . import reception_petition_session, reception_petition_opinion, reception_petition_extension
from . import reception_petition_supervision, reception_petition_leader_report
from . import reception_petition_contact, reception_petition_matter
