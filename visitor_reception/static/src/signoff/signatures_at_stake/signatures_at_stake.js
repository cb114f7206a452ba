import { _t } from "@web/core/l10n/translation";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { FormController } from "@web/views/form/form_controller";
import { patch } from "@web/core/utils/patch";

/** Nobody loses a signature by surprise: before a save that makes some void, the form says whose, and asks (1-3.8). */
patch(FormController.prototype, {
    async onWillSaveRecord(record, changes) {
        const proceed = await super.onWillSaveRecord(...arguments);
        if (
            proceed === false ||
            !record.resId ||
            !["asked", "granted"].includes(record.data.signoff_state)
        ) {
            return proceed;
        }
        const names = await this.orm.call(record.resModel, "get_signatures_at_stake", [
            [record.resId],
            changes,
        ]);
        return !names || this.askBeforeVoid(names);
    },

    askBeforeVoid(names) {
        return new Promise((resolve) => {
            this.dialogService.add(
                ConfirmationDialog,
                {
                    title: _t("Signatures become void"),
                    body: _t(
                        "These have signed: %(names)s. If you save, their signatures are void and the document is a draft again.",
                        { names }
                    ),
                    confirmLabel: _t("Save and void"),
                    confirm: () => resolve(true),
                    cancelLabel: _t("Go on editing"),
                    cancel: () => resolve(false),
                    dismiss: () => resolve(false),
                },
                { onClose: () => resolve(false) }
            );
        });
    },
});
