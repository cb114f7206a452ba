"""Tickets, rooms and cars of guests, held to the entitlement tables.

May know: document, policy, signoff, visit.
"""

from . import reception_resource
from . import reception_booking
from . import reception_booking_workflow
from . import reception_booking_service
from . import reception_booking_room
from . import calendar_event
from . import reception_visit_guest
from . import reception_visit_booking
