def migrate(cr, version):
    """The step that tells the leader guards the start where a leader meets the guests (1-5.4.2), unless it was changed."""
    cr.execute(
        """
        UPDATE mail_activity_plan_template template
           SET reception_guard = 'leader'
          FROM ir_model_data data
         WHERE data.module = 'visitor_reception' AND data.name = 'mail_activity_plan_procedure_d_step_2'
           AND data.model = 'mail.activity.plan.template' AND data.res_id = template.id
           AND template.reception_guard IS NULL
        """
    )
