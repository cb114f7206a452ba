import { ActivityListPopoverItem } from "@mail/core/web/activity_list_popover_item";
import { Activity } from "@mail/core/web/activity";

import { patch } from "@web/core/utils/patch";

/**
 * A to-do for the steps of a visit lists them, each with a box to tick; it ends with the last of them.
 *
 * The chatter and the popover of lists, kanbans and activity views differ only in what they reload. Each needs an
 * object of its own, because patch() ties super to it.
 *
 * @param {Function} makeReload called with the component before the tick; the function it returns after it, when the
 *  component may be gone
 */
const makeStepsPatch = (makeReload) => ({
    get isForSteps() {
        return Boolean(this.props.activity.reception_stage);
    },

    get stepsToTick() {
        return this.props.activity.reception_steps || [];
    },

    /** The web client shows a refusal of the server, which names its clause; the box then stays empty. */
    async onTickStep(step) {
        const { activity } = this.props;
        const reload = makeReload(this);
        await this.env.services.orm.call("reception.visit.step", "action_done", [[step.id]]);
        activity.reception_steps = this.stepsToTick.map((other) =>
            other.id === step.id ? { ...other, is_done: true } : other
        );
        if (activity.reception_steps.every((other) => other.is_done)) {
            activity.remove();
        }
        await reload();
    },
});

patch(
    Activity.prototype,
    makeStepsPatch(({ props, thread }) => async () => {
        props.onActivityChanged(thread);
        await props.reloadParentView();
    })
);

patch(
    ActivityListPopoverItem.prototype,
    makeStepsPatch(
        ({ props }) =>
            () =>
                props.onActivityChanged?.()
    )
);

patch(ActivityListPopoverItem.prototype, {
    get hasCancelButton() {
        return super.hasCancelButton && !this.isForSteps;
    },
});
