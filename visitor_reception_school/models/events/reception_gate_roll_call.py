from odoo import fields, models


class ReceptionGateRollCall(models.Model):
    """Evacuation by class: one line a class, which its teacher counts."""

    _inherit = "reception.gate.roll.call"

    class_roll_ids = fields.One2many("reception.school.roll.class", "roll_call_id", string="Classes", readonly=True)
    class_open_count = fields.Integer(string="Classes Not Complete", compute="_compute_class_open_count")

    def _compute_class_open_count(self):
        counts = dict(
            self.env["reception.school.roll.class"]._read_group(
                [("roll_call_id", "in", self.ids), ("state", "!=", "complete")], ["roll_call_id"], ["__count"]
            )
        )
        for call in self:
            call.class_open_count = counts.get(call, 0)

    def _on_started(self):
        """The classes are listed with who is at school now, and their teachers are told."""
        for call in self:
            call._list_classes()
        super()._on_started()
        for call in self:
            call._tell_teachers(
                lambda env, call=call: (
                    env._("Drill: count your class at %(place)s", place=call.place)
                    if call.is_drill
                    else env._("Evacuation: count your class at %(place)s", place=call.place)
                )
            )

    def _on_ended(self):
        super()._on_ended()
        for call in self:
            call._tell_teachers(lambda env, call=call: env._("The roll call at %(place)s is ended", place=call.place))

    def _list_classes(self):
        # whoever starts a roll call lists all pupils
        rows = self.env["reception.school.roll.class"].sudo()._as_engine()
        counts = rows.env["reception.school.pupil"]._read_group(
            [
                ("company_id", "=", self.company_id.id),
                ("state", "=", "enrolled"),
                ("class_id", "!=", False),
                ("presence", "!=", "outside"),
            ],
            ["class_id"],
            ["__count"],
        )
        rows.create(
            [
                {"roll_call_id": self.id, "class_id": school_class.id, "expected": count}
                for school_class, count in counts
            ]
        )

    def _tell_teachers(self, write):
        """Tell the class teachers of the listed classes by message, each in the own language."""
        teachers = self.sudo().class_roll_ids.class_id._get_teachers()  # who starts it does not read users
        gate = self.env["reception.gate"]._get_any(self.company_id)
        if not gate:
            return
        for lang, readers in teachers.grouped("lang").items():
            localised = gate.with_context(lang=lang)
            text = write(localised.env)
            localised.message_notify(partner_ids=readers.partner_id.ids, subject=text, body=text)

    def _get_desk_facts(self):
        facts = super()._get_desk_facts()
        if facts:
            # guards see which classes are complete
            facts["classes"] = [row._get_desk_row() for row in self.sudo().class_roll_ids]
        return facts
