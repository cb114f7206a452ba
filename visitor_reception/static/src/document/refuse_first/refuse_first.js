import { FormController } from "@web/views/form/form_controller";
import { patch } from "@web/core/utils/patch";
import { useSubEnv } from "@odoo/owl";

/** A question such as "it cannot be undone" comes after the refusals: what the server refuses is not asked about. */
patch(FormController.prototype, {
    setup() {
        super.setup();
        const { onClickViewButton } = this.env;
        const refuse = (clickParams) => this.refuseFirst(clickParams);
        useSubEnv({
            async onClickViewButton(params) {
                await refuse(params.clickParams);
                return onClickViewButton(params);
            },
        });
    },

    async refuseFirst({ confirm, type, name }) {
        const { root } = this.model;
        const isOurs = confirm && type === "object" && root.resModel.startsWith("reception.");
        // what is not saved yet may be what a refusal would ask for
        if (isOurs && root.resId && "state" in root.data && !(await root.isDirty())) {
            await this.orm.call(root.resModel, "check_verb", [[root.resId], name]);
        }
    },
});
