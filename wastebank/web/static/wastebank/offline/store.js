// The database of this device. Everything the counter keeps without a network lies here, and
// nowhere else: nothing goes into localStorage or into a cookie that scripts can read.
//
//   meta       device, counters, snapshot, language: one small value under each name
//   queue      what was done here, by sequence; see queue.js
//   members    number, short name, group, RT/RW, hashes of cards; see bundle.js
//   materials  names, family, unit, prices with the day they begin, usual amount
//
// A write is over when the operating system has the bytes ("strict"), not when the browser has
// them: whoever awaits `write` may say "saved" the moment it resolves, and not before.

const NAME = "wastebank-counter";
const VERSION = 1;
const CHANNEL = "wastebank-offline";

/** @type {Promise<IDBDatabase> | null} */
let opened = null;

/** What this device says no to. `code` is for programs, `facts` for the sentence about it. */
export class Refused extends Error {
  /**
   * @param {string} code
   * @param {Facts} [facts]
   */
  constructor(code, facts = {}) {
    super(code);
    this.name = "Refused";
    this.code = code;
    this.facts = facts;
    /** @type {unknown} */
    this.cause = undefined;
  }
}

/** Whether this browser can keep a queue at all: old ones and plain-HTTP addresses cannot. */
export function supported() {
  return Boolean(
    window.isSecureContext && "indexedDB" in window && window.crypto && window.crypto.subtle,
  );
}

/** @param {IDBDatabase} database */
function build(database) {
  database.createObjectStore("meta");
  const queue = database.createObjectStore("queue", { keyPath: "sequence" });
  queue.createIndex("key", "key", { unique: true });
  queue.createIndex("state", "state");
  const members = database.createObjectStore("members", { keyPath: "number" });
  members.createIndex("cards", "cards", { multiEntry: true });
  database.createObjectStore("materials", { keyPath: "code" });
}

/**
 * The open database; one for the page.
 * @returns {Promise<IDBDatabase>}
 */
export function open() {
  if (!opened) {
    opened = new Promise((done, failed) => {
      const asked = indexedDB.open(NAME, VERSION);
      asked.onupgradeneeded = () => build(asked.result);
      asked.onsuccess = () => {
        const database = asked.result;
        // Another tab may bring a newer form; a browser short of space may close it on its own.
        database.onversionchange = () => database.close();
        database.onclose = () => {
          opened = null;
        };
        done(database);
      };
      asked.onerror = () => failed(understood(asked.error));
    });
    opened.catch(() => {
      opened = null;
    });
  }
  return opened;
}

/**
 * An IDBRequest as a promise; await it inside `work` only.
 * @param {IDBRequest} request
 * @returns {Promise<any>}
 */
export function answer(request) {
  return new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
}

/**
 * Run `work(transaction)` over the named stores and resolve with what it returns, after the
 * transaction is durable. Anything that fails undoes all of it and rejects: Refused
 * `storage_full` when the disk or the quota has no room, `storage_failed` for any other fault,
 * or the Refused that `work` threw. `work` may await nothing but `answer(…)`.
 * @param {string[]} names
 * @param {(transaction: IDBTransaction) => any} work
 * @returns {Promise<any>}
 */
export async function write(names, work) {
  const database = await open();
  const result = await new Promise((done, failed) => {
    const transaction = database.transaction(names, "readwrite", { durability: "strict" });
    /** @type {unknown} */
    let problem = null;
    const worked = new Promise((over) => over(work(transaction)));
    worked.catch((found) => {
      problem = problem || found;
      try {
        transaction.abort();
      } catch (_over) {
        failed(understood(found));
      }
    });
    transaction.oncomplete = () => worked.then(done, (found) => failed(understood(found)));
    transaction.onabort = () => failed(understood(problem || transaction.error));
  });
  tell(names);
  return result;
}

/**
 * Run `work(transaction)` and resolve with what it returns; it can change nothing.
 * @param {string[]} names
 * @param {(transaction: IDBTransaction) => any} work
 * @returns {Promise<any>}
 */
export async function read(names, work) {
  const database = await open();
  try {
    return await work(database.transaction(names, "readonly"));
  } catch (found) {
    throw understood(found);
  }
}

/**
 * One value of the meta store, or undefined.
 * @param {string} name
 * @returns {Promise<any>}
 */
export function meta(name) {
  return read(["meta"], (transaction) => answer(transaction.objectStore("meta").get(name)));
}

/**
 * @param {string} name
 * @param {unknown} value
 */
export function putMeta(name, value) {
  return write(["meta"], (transaction) => answer(transaction.objectStore("meta").put(value, name)));
}

/** @param {any} found */
function understood(found) {
  if (found instanceof Refused) {
    return found;
  }
  const full = found && found.name === "QuotaExceededError";
  const refused = new Refused(full ? "storage_full" : "storage_failed");
  refused.cause = found;
  return refused;
}

// --- telling the other tabs, and this one ---------------------------------------------------

const listeners = new Set();
const channel = "BroadcastChannel" in window ? new BroadcastChannel(CHANNEL) : null;

if (channel) {
  channel.onmessage = (event) => hear(event.data);
}

/** @param {string[]} names */
function tell(names) {
  hear(names);
  if (channel) {
    channel.postMessage(names);
  }
}

/** @param {string[]} names */
function hear(names) {
  for (const listener of listeners) {
    listener(names);
  }
}

/**
 * Call `listener(names of stores)` after each write, from this tab or another; answers a stop.
 * @param {(names: string[]) => void} listener
 */
export function watch(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
