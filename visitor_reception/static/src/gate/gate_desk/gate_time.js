import { deserializeDateTime } from "@web/core/l10n/dates";

/** Time of a moment of the server, as text. */
export const toTime = (moment) => (moment ? deserializeDateTime(moment).toFormat("HH:mm") : "");
