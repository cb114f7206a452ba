import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** A number that somebody counts: nothing until it is written, and a 0 that is written is counted. */
export class CountedField extends Component {
    static template = "visitor_reception.CountedField";
    static props = { ...standardFieldProps };

    get value() {
        const { data } = this.props.record;
        return data.is_counted ? data[this.props.name] : "";
    }

    async onChange(ev) {
        const text = ev.target.value.trim();
        await this.props.record.update({
            [this.props.name]: Math.max(0, Number.parseInt(text, 10) || 0),
            is_counted: text !== "",
        });
    }
}

registry.category("fields").add("reception_counted", {
    component: CountedField,
    displayName: _t("Counted"),
    supportedTypes: ["integer"],
    fieldDependencies: [{ name: "is_counted", type: "boolean" }],
});
