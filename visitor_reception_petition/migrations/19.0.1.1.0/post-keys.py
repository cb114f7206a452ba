from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """The keys by which people are found are those of all reception: write them anew.

    A document number that was cleared keeps its hash; numbers written in the usual way have the same one as before.
    """
    env = api.Environment(cr, SUPERUSER_ID, {"active_test": False})
    petitioners = env["reception.petition.petitioner"]._as_engine()
    last = 0
    while batch := petitioners.search([("id", ">", last)], order="id", limit=1000):
        for petitioner in batch:
            petitioner.write(
                {name: petitioner[name] for name in ("name", "phone", "document_number") if petitioner[name]}
            )
        last = batch[-1].id
        env.flush_all()
        env.invalidate_all()
    for sealed in env["reception.petition.sealed"].search([]):
        people = [person for contact in sealed.payload.get("contacts", []) for person in contact.get("people", [])]
        sealed.matter_id._write_sealed_keys(people)
