import {
    buildM2OFieldDescription,
    extractM2OFieldProps,
    Many2OneField,
} from "@web/views/fields/many2one/many2one_field";
import { registry } from "@web/core/registry";

/**
 * A unit, a hotel or a restaurant that is chosen, or typed by whoever has no right to create contacts: the server
 * enters the name alone, and finds who is there already (`res.partner._reception_enter`).
 */
export const receptionPartnerField = {
    ...buildM2OFieldDescription(Many2OneField),
    extractProps(staticInfo, dynamicInfo) {
        const props = extractM2OFieldProps(staticInfo, dynamicInfo);
        return {
            ...props,
            canCreate: true,
            canQuickCreate: true,
            context: { ...props.context, reception_enter: true },
        };
    },
};

registry.category("fields").add("reception_partner", receptionPartnerField);
