"""What every document is: number, company, guarded fields and states, refusals with their clauses, files, prints.

May know: nothing of ours.
"""

from . import base
from . import reception_placed_mixin
from . import reception_engine_mixin
from . import reception_guarded_mixin
from . import mail_message
from . import reception_clause
from . import reception_workflow_mixin
from . import reception_document_mixin
from . import reception_tracked_mixin
from . import reception_editable_mixin
from . import reception_kiosk_mixin
from . import reception_amount_mixin
from . import ir_attachment
from . import ir_qweb_field_html
from . import reception_public_request
from . import ir_http
