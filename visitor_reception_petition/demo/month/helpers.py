"""What the people of the petition office do; run in `odoo shell` behind `scripts/demo_helpers.py`.

Nothing is written past the verbs: the clock is set to the day, and whoever has the role calls the button's method.
"""

from uuid import NAMESPACE_URL, uuid5

CONTACTS, MATTERS, STEPS = {}, {}, []


def of_petitions(name):
    return env.ref(f"visitor_reception_petition.{name}")


def clerk(login):
    """A user of this add-on's demo, or of the core's."""
    own = env.ref(f"visitor_reception_petition.user_{login}_demo", raise_if_not_found=False)
    return own or user(login)


def unit_of(key):
    return of_petitions(f"unit_{key}_demo")


def step(day, hour=9):
    """What happens on a day relative to today; all steps are run in the order of the days."""

    def note(function):
        STEPS.append((day, hour, function))
        return function

    return note


def person(name, phone, address="江城区幸福路 12 号", **facts):
    return {"name": name, "phone": phone, "address": address, "sex": "male", **facts}


def come(key, login, channel, field, title, people, **vals):
    """Somebody calls, comes or writes; the piece and its matter are kept under ``key``."""
    contacts = env["reception.petition.contact"].with_user(clerk(login))
    facts = {
        "client_id": str(uuid5(NAMESPACE_URL, key)),
        "channel": channel,
        "started_at": Datetime.now(),
        "kind": "appeal",
        "field_id": of_petitions(f"reception_petition_field_{field}").id,
        "title": title,
        "circumstances": vals.pop("said", title),
        "request": vals.pop("wants", "请予核实并答复"),
        "people": people,
        **vals,
    }
    if channel == "call":
        facts = {"caller_number": people[0]["phone"] if people else "", "rings": 2, "ended_by": "caller", **facts}
    if channel == "petition_visit":
        facts = {"filled_by": "petitioner", "window_id": of_petitions("window_one_demo").id, **facts}
    receipt = contacts.register(facts)
    CONTACTS[key] = contacts.browse(receipt["contact_id"])
    MATTERS[key] = env["reception.petition.matter"].browse(receipt["matter_id"])
    return CONTACTS[key]


def decide(key, outcome, **vals):
    """The talk gets its outcome, and ends."""
    contact = CONTACTS[key]
    if contact.channel == "petition_visit" and not contact.verified_at:
        contact.action_verify()
    contact.decide(outcome, vals)
    contact.action_close()


def matter_as(login, key):
    return MATTERS[key].with_user(clerk(login))


def pass_on(key, unit, kind="pass_on", **vals):
    handover = matter_as("petition", key).action_pass_on(unit_of(unit).id, kind, vals)
    return env["reception.petition.handover"].browse(handover)


def draft_opinion(login, key, facts, opinion, result, *articles):
    opinions = env["reception.petition.opinion"].with_user(clerk(login))
    return opinions.create(
        {
            "matter_id": MATTERS[key].id,
            "facts": facts,
            "opinion": opinion,
            "result": result,
            "article_ids": [Command.set([of_petitions(f"article_{name}_demo").id for name in articles])],
        }
    )


def answer_in_writing(login, key, facts, opinion, result, *articles, serve=True):
    """The opinion is drafted, signed by all, sent and handed over."""
    document = draft_opinion(login, key, facts, opinion, result, *articles)
    document.action_submit()
    sign_all(document)
    document.with_user(clerk(login)).action_send()
    if serve:
        document.with_user(clerk(login)).action_serve()
    return document


def rate(key, office, unit=None, comment="", **flags):
    """What the petitioner says by the link of the paper."""
    invitation = MATTERS[key].sudo().satisfaction_ids[:1]
    if invitation:
        invitation._rate({"office_rating": office, "unit_rating": unit, "comment": comment, **flags}, "link")
