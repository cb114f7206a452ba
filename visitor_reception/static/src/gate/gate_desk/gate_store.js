const STORES = ["operations", "facts"];
let isForgotten = false;

/**
 * What a desk must not forget, in the browser's own database: operations that the server has not answered yet, in
 * order, and the last facts it told. A promise is fulfilled when the data is on disk, and fails where there is none.
 */
export class GateStore {
    /** @param {string} db the database whose desk it is */
    constructor(db) {
        this.name = `visitor_reception.gate_desk.${db}`;
    }

    open() {
        return new Promise((resolve, reject) => {
            const request = indexedDB.open(this.name, 1);
            request.onupgradeneeded = () => {
                request.result.createObjectStore("operations", {
                    keyPath: "seq",
                    autoIncrement: true,
                });
                request.result.createObjectStore("facts");
            };
            request.onsuccess = () => {
                // the browser closes it when it is short of space
                request.result.onclose = () => {
                    this.opened = null;
                };
                resolve(request.result);
            };
            request.onerror = () => {
                this.opened = null;
                reject(request.error);
            };
        });
    }

    async begin(mode) {
        const options = { durability: "strict" };
        this.opened ||= this.open();
        try {
            return (await this.opened).transaction(STORES, mode, options);
        } catch {
            // it was being closed
            this.opened = this.open();
            return (await this.opened).transaction(STORES, mode, options);
        }
    }

    /** One transaction: all that ``work`` asks for, or nothing. */
    async transact(mode, work) {
        const transaction = await this.begin(mode);
        return new Promise((resolve, reject) => {
            const request = work(...STORES.map((name) => transaction.objectStore(name)));
            transaction.oncomplete = () => resolve(request?.result);
            transaction.onabort = () => reject(transaction.error);
        });
    }

    getOperations() {
        return this.transact("readonly", (operations) => operations.getAll());
    }

    /** @returns {Promise<number>} its place in the order */
    addOperation(operation) {
        return this.transact("readwrite", (operations) => operations.add(operation));
    }

    /** Change some operations and forget others, at once. */
    change(changed, forgotten = []) {
        return this.transact("readwrite", (operations) => {
            changed.forEach((operation) => operations.put(operation));
            forgotten.forEach((operation) => operations.delete(operation.seq));
        });
    }

    getFact(name) {
        return this.transact("readonly", (operations, facts) => facts.get(name));
    }

    async setFact(name, value) {
        // a desk that is still open while its guard logs out keeps nothing any more
        if (isForgotten) {
            return;
        }
        return this.transact("readwrite", (operations, facts) => facts.put(value, name));
    }

    /** Who logs out leaves nobody's names behind; what is not sent yet stays, for nothing may be lost. */
    forgetFacts() {
        isForgotten = true;
        return this.transact("readwrite", (operations, facts) => facts.clear());
    }
}
