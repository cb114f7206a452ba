from datetime import datetime

from freezegun import freeze_time

from .common import MONDAY, SchoolCommon

SIGNED = {"signed_on_paper": True}
BACK_BY = datetime(2026, 3, 2, 4, 0)


class LeaveCommon(SchoolCommon):
    """A gate, and slips at each step."""

    @classmethod
    def setUpClass(cls):
        cls.startClassPatcher(freeze_time(MONDAY))
        super().setUpClass()
        cls.gate = cls.env["reception.gate"].create({"name": "North Gate", "code": "NORTH"})
        cls.leaves = cls.env["reception.school.leave"]
        cls.passages = cls.env["reception.school.passage"]

    def _write(self, pupil=None, user=None, **vals):
        return self.leaves.with_user(user or self.teacher).create(
            {
                "pupil_id": (pupil or self.pupil).id,
                "reason": "Fever",
                "kind": "sick",
                "leave_from": MONDAY,
                "leave_to": BACK_BY,
                **vals,
            }
        )

    def _ask(self, slip, guardian=None, result="agreed", **vals):
        slip.action_contact((guardian or self.mother).id, result, **vals)
        return slip

    def _issue(self, pupil=None, **vals):
        slip = self._ask(self._write(pupil, **vals))
        slip.action_submit()
        return slip

    def _stamp(self, pupil=None, **vals):
        slip = self._issue(pupil, **vals)
        slip.with_user(self.stamper).action_sign()
        return slip

    def _values(self, row=None, **vals):
        row = row or self.by_mother
        tail = row.guardian_id.document_tail
        return {"custody_id": row.id, "manner": "document", "document_kind": "identity_card", "document_tail": tail,
                **SIGNED, **vals}  # fmt: skip

    def _release(self, slip, row=None, user=None, **vals):
        return slip.with_user(user or self.guard).action_release(self._values(row, **vals), self.gate.id)
