from odoo.api import SUPERUSER_ID, Environment


def migrate(cr, version):
    """Steps of procedures were activities, which vanished with their users: they become rows, with one to-do a stage."""
    cr.execute(
        "SELECT 1 FROM information_schema.columns WHERE table_name = 'mail_activity' AND column_name = 'reception_step_id'"
    )
    if not cr.rowcount:
        return
    cr.execute(
        """
        INSERT INTO reception_visit_step (visit_id, company_id, template_id, name, note, clause, stage, guard, is_check,
                                          responsible_id, due, done_by_id, done_at, remark, create_uid, create_date,
                                          write_uid, write_date)
        SELECT visit.id, visit.company_id, template.id, COALESCE(activity.summary, '-'), activity.note,
               template.reception_clause, template.reception_stage, template.reception_guard, template.reception_is_check,
               COALESCE(activity.user_id, visit.requester_id), activity.date_deadline,
               CASE WHEN activity.active IS NOT TRUE THEN COALESCE(activity.write_uid, activity.user_id, visit.requester_id)
               END,
               CASE WHEN activity.active IS NOT TRUE THEN COALESCE(activity.write_date, activity.create_date) END,
               activity.feedback, activity.create_uid, activity.create_date, activity.write_uid, activity.write_date
          FROM mail_activity activity
          JOIN mail_activity_plan_template template ON template.id = activity.reception_step_id
          JOIN reception_visit visit ON visit.id = activity.res_id AND activity.res_model = 'reception.visit'
        """
    )
    # the to-dos of open steps are made anew, one a person and stage; those of done steps stay as they are
    cr.execute("DELETE FROM mail_activity WHERE reception_step_id IS NOT NULL AND active")
    cr.execute("UPDATE mail_activity SET reception_stage = NULL WHERE reception_step_id IS NOT NULL")
    cr.execute("ALTER TABLE mail_activity DROP COLUMN reception_step_id")
    env = Environment(cr, SUPERUSER_ID, {})
    steps = env["reception.visit.step"].search([("done_at", "=", False)])
    steps.filtered(lambda step: step.visit_id.state in ("issued", "hosting"))._plan_todos()
