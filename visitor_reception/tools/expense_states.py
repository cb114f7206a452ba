"""States of Odoo's ``hr.expense``, as the rooms ask for them."""

# in the books
BOOKED_STATES = ("posted", "in_payment", "paid")
# somebody is asked about it, or it is in the books
ACTIVE_STATES = ("submitted", "approved", *BOOKED_STATES)
