"""The gate: passages, desk, kiosk, shifts, passes, deposits, roll calls.

May know: document, policy, signoff, visit.
"""

from . import reception_gate_privacy_notice
from . import reception_desk_row_mixin
from . import reception_gate
from . import reception_gate_keys_mixin
from . import reception_gate_watch
from . import reception_gate_area
from . import reception_gate_pass_kind
from . import reception_gate_pass
from . import reception_gate_log
from . import reception_gate_log_typed
from . import reception_gate_log_matching
from . import reception_gate_log_search
from . import reception_gate_log_arrival
from . import reception_gate_log_consent
from . import reception_gate_log_consent_link
from . import reception_gate_log_watch
from . import reception_gate_log_passage
from . import reception_gate_log_slip
from . import reception_gate_log_desk
from . import reception_gate_log_correction
from . import reception_gate_log_privacy
from . import reception_gate_log_end_of_day
from . import reception_gate_log_invitation
from . import reception_gate_log_code
from . import reception_gate_log_late
from . import reception_gate_permit
from . import reception_gate_desk
from . import reception_gate_desk_roll_call
from . import reception_gate_desk_shift
from . import reception_gate_reader
from . import reception_gate_sync
from . import reception_gate_kiosk
from . import reception_gate_call
from . import reception_gate_unmasking
from . import reception_gate_operation
from . import reception_gate_address
from . import reception_gate_event
from . import reception_gate_opening
from . import reception_gate_deposit
from . import reception_gate_shift
from . import reception_gate_shift_line
from . import reception_gate_board
from . import reception_gate_roll_call
from . import reception_gate_roll_call_line
from . import reception_visit_gate
from . import hr_employee_gate
from . import mail_activity_gate
from . import ir_websocket
from . import res_company
from . import res_config_settings
