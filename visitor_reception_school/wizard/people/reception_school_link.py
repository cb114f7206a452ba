from odoo import api, fields, models


class ReceptionSchoolLink(models.TransientModel):
    """A guardian's link to what is kept about the child, to be copied into a message."""

    _name = "reception.school.link"
    _description = "Link for a Guardian"

    custody_id = fields.Many2one("reception.school.custody", required=True, readonly=True, ondelete="cascade")
    url = fields.Char(string="Link", compute="_compute_url")

    @api.depends("custody_id")
    def _compute_url(self):
        for link in self:
            link.url = link.custody_id and link.custody_id.get_child_link()
