from odoo import api, fields, models
from odoo.fields import Domain


class ReceptionGateLog(models.Model):
    """The end of the day never closes a passage in silence: it is told who is still inside, or waits (3-3c)."""

    _inherit = "reception.gate.log"

    @api.model
    def _cron_tell_inside(self):
        """Tell Administration and HR, and the guards on duty, who is still inside or waits.

        Who waits since before today has gone away, and is told as such.
        """
        for company in self.env["reception.gate"]._get_companies():
            logs = self.search(Domain("company_id", "=", company.id) & Domain("state", "in", ("waiting", "inside")))
            today = self.env["reception.deadline"]._to_moment(fields.Datetime.now(), 0, company)
            gone = logs.filtered(lambda log, today=today: log.state == "waiting" and log.arrived_at < today)
            if logs:
                logs._tell_still_there(company, gone)
                gone._as_engine()._drop_requests()
                gone._move("gone")
                gone._expect_again()
                gone._tell_desks("give_up")

    def _tell_still_there(self, company, gone):
        shifts = self.env["reception.gate.shift"].search([("company_id", "=", company.id), ("state", "!=", "closed")])
        inside = self.filtered(lambda log: log.state == "inside")

        def write(gate):
            parts = (
                (gate.env._("Still inside"), inside),
                (gate.env._("Still waiting"), self - inside - gone),
                (gate.env._("Waiting since before today: noted as gone away"), gone),
            )
            text = "\n\n".join("\n".join([title, *logs._get_end_of_day_lines()]) for title, logs in parts if logs)
            subject = gate.env._(
                "Still inside (3-3c): %(count)s; waiting: %(waiting)s", count=len(inside), waiting=len(self - inside)
            )
            return subject, text

        self.gate_id[:1]._tell_officers(write, shifts.guard_id)

    def _get_end_of_day_lines(self):
        return [
            " · ".join(filter(None, [log.name, log.visitor_name, log.visitor_phone, log.host_name])) for log in self
        ]
