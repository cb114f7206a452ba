"""What the clients of `make cluster` work on; run in `odoo shell` behind `scripts/demo_helpers.py`."""

import json

from odoo import fields

NOTICES, ADVANCES = SIZES  # written in front of this script

for login in ("host", "guard", "cashier"):
    user(login).password = login
# notices that wait for their first signature
signing = env["reception.visit"]
for number in range(NOTICES):
    visit = notice(
        "host", "key_customer", "customer", 3, 1, [(f"来宾{number}", "经理", "below_deputy_gm")],
        purpose="集群", identity="客户", contact_name="来宾", contact_phone="0512-5550100",
    )  # fmt: skip
    visit.action_submit()
    signing += visit.sudo()
signer = signing.pending_signatory_ids[:1]
signer.password = signer.login
# advances that wait for the cashier
engine = env["reception.petty.cash"]._as_engine()
today = fields.Date.today()
advances = engine.create(
    [
        {
            "borrower_id": employee("host").id,
            "department_id": employee("host").department_id.id,
            "name": f"CLUSTER/{number}",
            "purpose": "集群",
            "amount": 100,
            "state": "approved",
            "matter_end": today,
        }
        for number in range(ADVANCES)
    ]
)
box = env["reception.petty.cash.box"].search([("is_cash", "=", False)], limit=1)
gate = env["reception.gate"].search([("code", "=", "M")], limit=1)
env.cr.commit()
work = {
    "signer": signer.login,
    "visits": [visit.id for visit in signing if signer in visit.pending_signatory_ids],
    "advances": advances.ids,
    "box": box.id,
    "gate": gate.id,
    "channel": f"reception.gate_{gate.id}",
}
with open(WORK, "w") as file:  # written in front of this script
    json.dump(work, file)
