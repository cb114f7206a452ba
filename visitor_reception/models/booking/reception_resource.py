from odoo import api, fields, models


class ReceptionResource(models.Model):
    """A car or a meeting room of the company that visits use (接待资源, 1-4.3, 1-5.1.3)."""

    _name = "reception.resource"
    _inherit = ["reception.placed.mixin"]
    _description = "Car or Meeting Room"
    _order = "kind, sequence, name, id"
    _rec_names_search = ["name", "plate"]
    _check_company_auto = True

    name = fields.Char(required=True, help="What people call it, such as Meeting Room 301.")
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        [("car", "Car"), ("room", "Meeting room")], string="Kind of Resource", required=True, default="room"
    )
    plate = fields.Char(string="Number Plate")
    capacity = fields.Integer(string="Seats", help="Without the driver's seat. 0: not counted.")
    driver_id = fields.Many2one(
        "hr.employee", string="Usual Driver", ondelete="set null", index="btree_not_null", check_company=True
    )
    location = fields.Char(string="Where It Is")
    note = fields.Text(string="Remarks")
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    active = fields.Boolean(default=True)

    _name_not_blank = models.Constraint("CHECK (trim(name) <> '')", "Give the car or room a name.")
    _capacity_not_negative = models.Constraint("CHECK (capacity >= 0)", "Seats are 0 or more.")
    _plate_uniq = models.UniqueIndex(
        "(company_id, plate) WHERE plate IS NOT NULL AND active", "There is already a car with this number plate."
    )

    @api.depends("name", "plate", "kind")
    def _compute_display_name(self):
        for resource in self:
            plate = resource.kind == "car" and resource.plate
            resource.display_name = f"{resource.name} {plate}" if plate else resource.name
