"""Who signs: positions, holders, rules, steps, requests, and the engine that asks and counts.

May know: document, policy.
"""

from . import reception_position
from . import reception_position_holder
from . import reception_policy_document
from . import reception_rank
from . import reception_signoff_rule
from . import reception_signoff_step
from . import reception_signoff
from . import reception_outbox
from . import reception_signoff_mixin
from . import reception_signoff_mixin_facts
from . import reception_signoff_mixin_engine
from . import reception_signoff_mixin_workflow
from . import reception_signoff_mixin_tell
from . import reception_signoff_mixin_card
from . import reception_signoff_phrase
from . import reception_signoff_mixin_succession
from . import mail_activity
from . import mail_activity_type
from . import hr_department
from . import res_users
from . import res_company
from . import res_config_settings
