from datetime import timedelta

from odoo import api, fields, models

from .reception_visit_overlap import YEARS

# what a template and a notice have in common
TEMPLATE_FIELDS = ("category_id", "purpose", "identity", "grade", "staff_kind", "department_id", "note")


class ReceptionVisit(models.Model):
    """A draft that starts from a template: choosing one fills what is still empty."""

    _inherit = "reception.visit"

    template_id = fields.Many2one(
        "reception.visit.template",
        copy=False,
        check_company=True,
        ondelete="set null",
        index="btree_not_null",
        help="Fills what is still empty.",
    )

    @api.onchange("template_id")
    def _onchange_template_id(self):
        template = self.template_id
        untouched = self._fields["staff_kind"].default(self)
        for name in TEMPLATE_FIELDS:
            # the kind of staff is never empty: what nobody has chosen counts as empty
            if template[name] and (not self[name] or (name == "staff_kind" and self[name] == untouched)):
                self[name] = template[name]

    @api.onchange("template_id", "date_begin")
    def _onchange_date_begin(self):
        stay = timedelta(days=self.template_id.stay_days, hours=self.template_id.stay_hours)
        begin, end = (self._fields[name].default(self) for name in ("date_begin", "date_end"))
        is_untouched = self.date_end in (False, end, begin + stay)
        if stay and self.date_begin and self.date_begin.year in YEARS and is_untouched:
            self.date_end = self.date_begin + stay

    def action_save_as_template(self):
        """Keep what notices like this one have in common as a template, and open it.

        :raises AccessError: the user may not write templates
        """
        self.ensure_one()
        stay = self.date_end - self.date_begin
        template = self.env["reception.visit.template"].create(
            {
                "name": self.env._("Like %(visit)s", visit=self.display_name),
                "company_id": self.company_id.id,
                "stay_days": stay.days,
                "stay_hours": round(stay.seconds / 3600),
                **{name: self._fields[name].convert_to_write(self[name], self) for name in TEMPLATE_FIELDS},
            }
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": template._name,
            "res_id": template.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }
