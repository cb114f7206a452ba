import { browser } from "@web/core/browser/browser";

const PATIENCE = 10000;

/** What the desk takes of a card that the server does not read, without network: the documented keys alone. */
const PARTS = { name: "visitor_name", number: "document_typed", kind: "document_kind" };

/** What a reader answers, as an object; nothing where it is no JSON. */
export function parseCard(text) {
    try {
        return Object(JSON.parse(text));
    } catch {
        return {};
    }
}

/** Values of a visitor from the card that lies on the reader, as ``readme/DEVICES.md`` documents it. */
export function getCardValues(text) {
    const card = { kind: "identity_card", ...parseCard(text) };
    return card.name && card.number
        ? Object.fromEntries(Object.entries(PARTS).map(([part, name]) => [name, `${card[part]}`]))
        : {};
}

/**
 * Ask the reader at this desk, which answers itself: neither the server nor the network of the house is needed.
 *
 * @returns {Promise<string>} its answer, ``""`` while there is no card
 */
export async function readCard(url) {
    const signal = AbortSignal.timeout(PATIENCE);
    const answer = await browser.fetch(url, { signal, cache: "no-store", credentials: "omit" });
    return answer.ok && answer.status !== 204 ? answer.text() : "";
}
