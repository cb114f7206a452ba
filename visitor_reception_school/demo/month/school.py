"""The school as the registrar keeps it: years, grades, classes, 300 pupils, their guardians, badges."""

company = env.ref("base.main_company")
today = env["reception.deadline"]._get_today(company)
with on(-40):
    # a term around the day of the run, whenever that is
    env["reception.school.year"].create(
        {
            "name": f"{today.year}学年",
            "date_from": today - timedelta(days=120),
            "date_to": today + timedelta(days=240),
            "term_ids": [
                Command.create(
                    {
                        "name": "本学期",
                        "date_from": today - timedelta(days=60),
                        "date_to": today + timedelta(days=60),
                    }
                )
            ],
        }
    )
    env["reception.school.window"].create(
        {"purpose": "collecting", "direction": "both", "hour_from": 12, "hour_to": 13.5, "company_id": company.id}
    )
    house = env["reception.school.dormitory"].create(
        {"name": "一号宿舍楼", "phone": "0871-5550111", "warden_ids": [Command.link(school_user("dorm").id)]}
    )
    upper = env["reception.school.grade"]
    grades = env["reception.school.grade"]
    for level, name in ((3, "高三"), (2, "高二"), (1, "高一")):
        upper = grades.create({"name": name, "level": level, "next_grade_id": upper.id})
        grades |= upper
    first_grade = grades.filtered(lambda grade: grade.level == 1)
    first_grade.write({"leader_id": school_user("grade").id, "stamper_ids": [Command.link(school_user("grade").id)]})
    classes = env["reception.school.class"].create(
        [
            {
                "number": number,
                "grade_id": grade.id,
                "room": f"{grade.level}0{number}",
                "max_out": 5,
                "teacher_id": school_user({1: "teacher", 2: "teacher2"}[number]).id
                if grade == first_grade and number < 3
                else False,
            }
            for grade in grades.sorted("level")
            for number in range(1, 5)
        ]
    )
    pupils = env["reception.school.pupil"].create(
        [
            {
                "number": f"2025{school_class.grade_id.level}{school_class.number}{number:02}",
                "name": make_name(),
                "class_id": school_class.id,
                "sex": random.choice(("male", "female")),
                "birth_date": today.replace(day=1) - timedelta(days=365 * (14 + school_class.grade_id.level) + number),
                **(
                    {"kind": "boarder", "dormitory_id": house.id, "room": f"{100 + number}"}
                    if number > 19
                    else {"kind": "day_pupil"}
                ),
            }
            for school_class in classes
            for number in range(1, PUPILS + 1)
        ]
    )
    interns = env["reception.school.pupil"].create(
        [
            {"number": f"SX0{number}", "name": make_name(), "kind": "intern", "mentor_id": school_user("teacher2").id}
            for number in range(1, 5)
        ]
    )
    env["reception.school.badge"]._issue(
        {pupil: f"BADGE{pupil.number}" for pupil in pupils | interns}  # codes that can be typed at the demo
    )
    relations = ("mother", "father")
    guardians = env["reception.school.guardian"].create(
        [
            {
                "name": pupil.name[0] + random.choice(GIVEN) + "母父"[number],
                "phone": f"139{pupil.id:06}{number:02}",
                "document_tail": f"{1000 + (pupil.id * 7 + number) % 9000}",
            }
            for pupil in pupils
            for number in range(2 if pupil.id % 8 else 1)
        ]
    )
    remaining = list(guardians)
    custody = env["reception.school.custody"].create(
        [
            {
                "pupil_id": pupil.id,
                "guardian_id": remaining.pop(0).id,
                "relation": relations[number],
                "sequence": number + 1,
            }
            for pupil in pupils
            for number in range(2 if pupil.id % 8 else 1)
        ]
    )
    consents = [row for row in custody if row.relation == "mother" and row.pupil_id.id % 5]
    env["reception.school.consent"].create(
        [
            {"pupil_id": row.pupil_id.id, "guardian_id": row.guardian_id.id, "purpose": purpose}
            for row in consents
            for purpose in ("gate_record", "link")
        ]
    )
one, two = classes[0], classes[1]
members, others = one.pupil_ids, two.pupil_ids
boarders = members.filtered(lambda pupil: pupil.kind == "boarder")
env.cr.commit()
