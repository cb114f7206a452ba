import { _t } from "@web/core/l10n/translation";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { FormController } from "@web/views/form/form_controller";
import { patch } from "@web/core/utils/patch";

// lists of lines are saved line by line; what the server computes is not what somebody typed
const SKIPPED = ["one2many", "many2many", "properties", "json", "binary"];

/** Two people who save the same field: the second is told, and asked, before what the first one wrote is lost. */
patch(FormController.prototype, {
    async onWillSaveRecord(record, changes) {
        const names = Object.keys(changes).filter(
            (name) => !SKIPPED.includes(record.fields[name].type)
        );
        if (names.length && record.resId && record.resModel.startsWith("reception.")) {
            const [saved] = await this.orm.read(record.resModel, [record.resId], names, {
                load: false,
            });
            const overwritten = names.filter((name) => {
                const loaded = this.toSaved(record, name);
                return saved && saved[name] !== loaded && saved[name] !== changes[name];
            });
            if (overwritten.length && !(await this.askBeforeOverwrite(record, overwritten))) {
                return false;
            }
        }
        return super.onWillSaveRecord(...arguments);
    },

    /** A field as the server would read it, as it was when the form was loaded. */
    toSaved(record, name) {
        return record._formatServerValue(record.fields[name].type, record._values[name]);
    },

    askBeforeOverwrite(record, names) {
        const labels = names.map((name) => record.fields[name].string).join(_t(", "));
        return new Promise((resolve) => {
            this.dialogService.add(
                ConfirmationDialog,
                {
                    title: _t("Somebody else has saved meanwhile"),
                    body: _t(
                        "These have changed since you opened the form: %(labels)s. Keep yours, or look at theirs first?",
                        { labels }
                    ),
                    confirmLabel: _t("Keep mine"),
                    confirm: () => resolve(true),
                    cancelLabel: _t("Show theirs"),
                    cancel: () => {
                        resolve(false);
                        // once the save, which is held up here, has ended
                        record.discard().then(() => record.load());
                    },
                    dismiss: () => resolve(false),
                },
                { onClose: () => resolve(false) }
            );
        });
    },
});
