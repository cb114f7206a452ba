import { bus, keyOf, offline } from "../registries";
import { PASSAGE } from "./passage_verbs";

bus.add("reception.gate/passage", (desk, { rows }) => desk.update(rows));

/** Everybody inside, whom the lists do not show where there are many. */
offline.add("people", {
    show(desk, rows) {
        desk.offline.people = Object.fromEntries(rows.map((row) => [keyOf(row), row]));
    },
    keep: (desk) => Object.values(desk.offline.people || {}),
    getRows: (desk) => Object.values(desk.offline.people || {}),
    update(desk, rows) {
        const people = (desk.offline.people ||= {});
        for (const row of rows.filter(({ model }) => model === PASSAGE)) {
            if (row.active !== false && row.state === "inside") {
                people[keyOf(row)] = row;
            } else {
                delete people[keyOf(row)];
            }
        }
    },
});

/** The staff by name and department, and the passes of the house: what is typed is told apart without asking. */
for (const name of ["staff", "passes"]) {
    offline.add(name, {
        show(desk, facts) {
            desk.offline[name] = facts;
        },
        keep: (desk) => desk.offline[name],
    });
}

/** Whom to call, by id of the person visited, while nobody can be asked. */
offline.add("contacts", {
    show(desk, contacts) {
        desk.offline.contacts = contacts;
    },
    keep: (desk) => desk.offline.contacts,
});
