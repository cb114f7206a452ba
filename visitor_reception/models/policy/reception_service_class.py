import re

from odoo import api, fields, models

# whatever can be booked for a visitor; a service without classes, as cars and the dormitory, is open to every rank
SERVICES = [
    ("plane", "Plane"),
    ("train", "Train"),
    ("ship", "Ship"),
    ("hotel", "Hotel"),
    ("car", "Car"),
    ("dormitory", "Staff dormitory"),
]


class ReceptionServiceClass(models.Model):
    """Class of a means of transport or of a room (舱位、席别、房型): a column of the tables T1 and T2."""

    _name = "reception.service.class"
    _inherit = ["reception.policy.table", "mail.thread"]
    _description = "Service Class"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, copy=False)
    service = fields.Selection(SERVICES, required=True, index=True, tracking=True)
    level = fields.Integer(
        required=True,
        default=1,
        tracking=True,
        help="The higher, the better, within the same service. A rank that may have a class may have all below it.",
    )
    sequence = fields.Integer(default=10, help="Order of the columns in the printed standard.")
    clause = fields.Char(required=True, help="The clause whose table has this column.")
    heading = fields.Char(
        string="Column Heading", translate=True, help="Heading above the column. Empty: the name of the service."
    )
    short_name = fields.Char(
        string="Column Label", translate=True, help="Label of the column below its heading. Empty: the name."
    )
    ticket_names = fields.Char(
        string="Names on Tickets",
        help="Seats that count as this class, as tickets name them, separated by commas. To check electronic tickets.",
    )
    entitlement_ids = fields.One2many("reception.entitlement", "class_id", string="Ticks")
    active = fields.Boolean(default=True, tracking=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "There is already a class with this code.")
    _level_positive = models.Constraint("CHECK (level > 0)", "The level of a class is 1 or higher.")

    @api.model
    def _get_by_ticket(self, service, seat):
        """The class of ``service`` that a ticket means by ``seat``; empty if none has that name."""
        classes = self.sudo().search([("service", "=", service), ("ticket_names", "!=", False)])  # a policy table
        return classes.filtered(lambda row: seat in re.split(r"[,，、\s]+", row.ticket_names))[:1]

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()  # reception.rank._get_ticked_levels
        return super().create(vals_list)

    def write(self, vals):
        if not {"service", "level", "active"}.isdisjoint(vals):
            self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()
