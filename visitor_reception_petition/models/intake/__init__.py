"""Calls, visits and letters as they come in: who, what about, found again while typing, and their outcome.

May know: knowledge, matter, vault.
"""

from . import res_company, res_config_settings
from . import reception_petition_petitioner, reception_petition_party, reception_petition_window
from . import reception_petition_duty, reception_petition_secondment
from . import reception_petition_contact, reception_petition_contact_register, reception_petition_contact_lookup
from . import reception_petition_contact_desk, reception_petition_contact_call, reception_petition_contact_outcome
from . import reception_petition_contact_taken_back, reception_petition_contact_queue, reception_petition_contact_form
from . import reception_petition_matter
