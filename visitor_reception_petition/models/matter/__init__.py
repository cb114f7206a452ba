"""What petitions are about: matters, their terms, units, hand-overs and papers, and who is kept from them.

May know: knowledge.
"""

from . import res_company, res_config_settings
from . import reception_calendar_day, reception_deadline
from . import reception_petition_field, reception_petition_unit, reception_petition_article
from . import reception_petition_guard_mixin, reception_petition_numbered_mixin
from . import reception_petition_matter, reception_petition_matter_barred
from . import reception_petition_matter_clock, reception_petition_matter_handling
from . import reception_petition_term, reception_petition_handover, reception_petition_paper
