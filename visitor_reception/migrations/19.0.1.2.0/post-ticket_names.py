from odoo import SUPERUSER_ID, api

TICKET_NAMES = {
    "soft_sleeper": "软卧,高级软卧,动卧",
    "hard_seat": "硬座,硬卧",
    "emu_train": "二等座,一等座,商务座,特等座",
}


def migrate(cr, version):
    """Classes of trains learn how tickets name them; what somebody has written stays."""
    classes = api.Environment(cr, SUPERUSER_ID, {})["reception.service.class"]
    for row in classes.search([("code", "in", list(TICKET_NAMES)), ("ticket_names", "=", False)]):
        row.ticket_names = TICKET_NAMES[row.code]
