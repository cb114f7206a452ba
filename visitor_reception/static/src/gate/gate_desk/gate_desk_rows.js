import { keyOf, lists, verbs } from "./registries";

const getListsOf = (model) => lists.getEntries().filter(([, list]) => list.model === model);

/** Whether a row is to be seen: in one of the lists of its model, or found, where its model has none. */
export function isListed(row, now) {
    const known = getListsOf(row.model);
    return row.active !== false && (!known.length || known.some(([, list]) => list.has(row, now)));
}

/**
 * The rows of the server with what the desk has done since.
 *
 * @param {Object[]} rows last told by the server
 * @param {Object[]} operations not answered yet, in order, and those that happened though the server has not done them
 * @param {{ gate: Object, desk: Object }} where
 */
export function replay(rows, operations, where) {
    const result = new Map(rows.map((row) => [keyOf(row), row]));
    const begun = new Map(rows.map((row) => [row.client_uid, keyOf(row)]));
    for (const { verb: name, model, res_id, uid, values, at, ...facts } of operations) {
        // of an add-on that is gone: kept, and not shown
        const verb = verbs.get(name, null);
        const isKnown = begun.has(uid || null);
        const key =
            isKnown && !res_id ? begun.get(uid) : keyOf({ model, id: res_id, client_uid: uid });
        const begin = verb?.starts && { id: false, model, client_uid: uid };
        const row = result.get(key) || facts.row || begin;
        // what another desk has told is further than the beginning noted here
        if (row && verb?.apply && !(verb.starts && isKnown)) {
            const changes = verb.apply(row, values, at, where);
            const isDisputed = Boolean(facts.text) || row.isDisputed;
            result.set(key, { ...row, ...changes, isPending: !facts.text, isDisputed });
        }
    }
    return [...result.values()];
}

/**
 * The lists of a desk, the most urgent first.
 *
 * @returns {Object<string, Object[]>}
 */
export function sortInLists(rows, now) {
    return Object.fromEntries(
        lists
            .getEntries()
            .map(([name, { model, has, order }]) => [
                name,
                rows.filter((row) => row.model === model && has(row, now)).sort(order),
            ])
    );
}

/** To sort by the text of a field, the least first, or with ``sign`` -1 the greatest. */
export const byField =
    (name, sign = 1) =>
    (a, b) =>
        sign * ((a[name] || "") > (b[name] || "") ? 1 : (a[name] || "") < (b[name] || "") ? -1 : 0);
