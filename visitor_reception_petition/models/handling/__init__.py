"""Sessions, leader days and promises; opinions with review, extensions, supervision, reports to leaders, agreements.

May know: knowledge, matter, vault, intake.
"""

from . import res_company, res_config_settings
from . import reception_petition_leader_day, reception_petition_session, reception_petition_session_member
from . import reception_petition_promise, reception_petition_agreement, reception_petition_hardship_help
from . import reception_petition_opinion, reception_petition_extension
from . import reception_petition_supervision, reception_petition_leader_report
from . import reception_petition_contact, reception_petition_matter, reception_petition_matter_session
