"""The notice: guests, programme, steps of its procedure, exceptions, incidents, feedback.

May know: document, policy, signoff.
"""

from . import mail_activity_plan
from . import mail_activity_plan_template
from . import hr_department
from . import reception_visit
from . import reception_visit_row_mixin
from . import reception_visit_act
from . import reception_visit_step
from . import mail_activity
from . import res_users
from . import reception_visit_cost_mixin
from . import reception_visit_documents
from . import reception_visitor_category
from . import reception_visit_workflow
from . import reception_visit_statements
from . import reception_visit_receiver
from . import reception_visit_reopening
from . import reception_visit_guest
from . import reception_visit_add_guests
from . import reception_visit_overlap
from . import reception_visit_copy
from . import reception_visit_template
from . import reception_visit_from_template
from . import reception_visit_procedure
from . import reception_visit_steps
from . import reception_visit_confirmation
from . import reception_visit_host
from . import reception_cost_line
from . import reception_visit_budget
from . import reception_visit_programme
from . import calendar_event
from . import reception_visit_feedback
from . import reception_exception
from . import reception_incident
from . import reception_visit_origin
from . import reception_visit_guidance
from . import reception_visit_secrecy
from . import reception_visit_register
from . import reception_visit_feedback_link
from . import reception_visit_thanks
from . import reception_visit_preset
from . import reception_visit_form
from . import res_partner
