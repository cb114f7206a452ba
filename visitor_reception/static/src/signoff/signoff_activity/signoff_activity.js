import { ActivityListPopoverItem } from "@mail/core/web/activity_list_popover_item";
import { Activity } from "@mail/core/web/activity";

import { useState } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";
import { user } from "@web/core/user";

/**
 * Requests to sign: Sign and Decline take the place of Mark Done, Edit and Cancel, for the asked user alone.
 *
 * The chatter and the popover of lists, kanbans and activity views differ only in what they reload. Each needs an
 * object of its own, because patch() ties super to it.
 *
 * @param {Function} makeReload called with the component before the answer; the function it returns after it, when
 *  the component may be gone
 */
const makeSignoffPatch = (makeReload) => ({
    setup() {
        super.setup();
        this.signoff = useState({ isBusy: false });
    },

    get isSignoff() {
        return this.props.activity.activity_category === "signoff";
    },

    get isAskedToSign() {
        const { activity } = this.props;
        return this.isSignoff && activity.state !== "done" && activity.user_id?.id === user.userId;
    },

    /** Sign at once. The web client shows a refusal of the server, which names its clause. */
    async onClickSign() {
        if (this.signoff.isBusy) {
            return;
        }
        this.signoff.isBusy = true;
        const { notification, orm } = this.env.services;
        const { activity } = this.props;
        const reload = makeReload(this);
        try {
            await orm.call("mail.activity", "action_reception_sign", [[activity.id]]);
        } finally {
            this.signoff.isBusy = false;
        }
        notification.add(_t("You have signed."), { type: "success" });
        activity.remove();
        await reload();
    },

    /** Ask for the reason. Whether the wizard is confirmed or left, what is shown afterwards is read anew. */
    async onClickDecline() {
        const { action, orm } = this.env.services;
        const reload = makeReload(this);
        const wizard = await orm.call("mail.activity", "action_reception_decline", [
            [this.props.activity.id],
        ]);
        this.props.onClickEditActivityButton?.();
        await action.doAction(wizard, { onClose: reload });
    },
});

patch(
    Activity.prototype,
    makeSignoffPatch(({ props, thread }) => async () => {
        props.onActivityChanged(thread);
        await props.reloadParentView();
    })
);

patch(
    ActivityListPopoverItem.prototype,
    makeSignoffPatch(
        ({ props }) =>
            () =>
                props.onActivityChanged?.()
    )
);

patch(Activity.prototype, {
    /** The summary is the document, which the chatter stands below already. */
    get displayName() {
        return this.isSignoff ? _t("Signature requested") : super.displayName;
    },
});

patch(ActivityListPopoverItem.prototype, {
    get hasCancelButton() {
        return super.hasCancelButton && !this.isSignoff;
    },

    get hasEditButton() {
        return super.hasEditButton && !this.isSignoff;
    },

    get hasMarkDoneButton() {
        return super.hasMarkDoneButton && !this.isSignoff;
    },
});
