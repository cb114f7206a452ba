"""How well it is done: ratings, complaints about attitude, evaluation of units, circulars, risk assessment;
menus, the first page and the tiles of those who have to do with petitions.

May know: knowledge, matter, vault, intake, handling.
"""

from . import reception_petition_guard_mixin
from . import reception_petition_satisfaction, reception_petition_attitude_complaint
from . import reception_petition_indicator, reception_petition_evaluation
from . import reception_petition_circular, reception_petition_risk_assessment
from . import reception_petition_matter, reception_petition_period_report
from . import ir_ui_menu, reception_today, res_users
