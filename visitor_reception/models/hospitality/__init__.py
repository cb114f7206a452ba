"""Meals of guests: application, standard, companions, kitchen orders.

May know: document, policy, signoff, visit.
"""

from . import reception_hospitality
from . import reception_hospitality_make_up
from . import reception_hospitality_similar
from . import reception_hospitality_told
from . import reception_hospitality_missing
from . import reception_hospitality_workflow
from . import reception_hospitality_card
from . import reception_kitchen_order
from . import reception_visit_guest
from . import res_company
from . import res_config_settings
from . import reception_visit_hospitality
