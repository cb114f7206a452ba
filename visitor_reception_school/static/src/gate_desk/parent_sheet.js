import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";
import { text } from "@visitor_reception/gate/gate_desk/sheet/gate_sheet";
import { RegisterSheet } from "@visitor_reception/gate/gate_desk/passage/register_sheet";
import { InSheet } from "@visitor_reception/gate/gate_desk/passage/in_sheet";

const purposes = [
    ["teacher_asked", _t("Asked by the teacher")],
    ["illness", _t("The child is ill")],
    ["discipline", _t("Discipline")],
    ["paperwork", _t("Paperwork")],
    ["other", _t("Other special reason")],
];
const childField = () =>
    text("pupil_typed", _t("Child: name or number"), {
        required: true,
        half: true,
        placeholder: _t("Class and name, or number"),
    });
const purposeField = () => ({
    name: "parent_purpose",
    label: _t("Special reason (3-3a). Who brings or fetches stays at the gate (3-4b)."),
    type: "choice",
    choices: purposes,
    required: true,
});

/** A parent: of which child, for which special reason, and without vehicle (3-3a, 3-4b, 3-4c). */
patch(RegisterSheet.prototype, {
    get fields() {
        const fields = super.fields;
        if (this.state.values.kind !== "parent") {
            return fields;
        }
        const [kind, ...others] = fields.filter(({ name }) => name !== "plate");
        return [kind, childField(), purposeField(), ...others];
    },
});
patch(InSheet.prototype, {
    get fields() {
        const fields = super.fields;
        const { row } = this;
        if (!this.isOne || row.kind !== "parent") {
            return fields;
        }
        return [
            ...(row.pupil_id || row.pupil_typed ? [] : [childField()]),
            ...(row.parent_purpose ? [] : [purposeField()]),
            ...fields.filter(({ name }) => name !== "plate"),
        ];
    },
});
