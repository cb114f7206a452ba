"""Policy as data: policy documents, ranks, classes, entitlements, standards, limits, categories, deadlines, presets.

May know: document.
"""

from . import base
from . import reception_policy_change
from . import reception_policy_table
from . import res_company
from . import res_config_settings
from . import reception_calendar_day
from . import reception_calendar_year
from . import reception_deadline
from . import reception_policy_document
from . import reception_clause
from . import reception_preset
from . import reception_visitor_category
from . import reception_tax_limit
from . import reception_rank
from . import reception_service_class
from . import reception_entitlement
from . import reception_meal_standard
from . import reception_companion_limit
