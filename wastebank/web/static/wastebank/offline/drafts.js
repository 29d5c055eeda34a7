// What is typed at a desk and not recorded yet, kept on this device with every key that is pressed:
// it survives a page that is left or loaded again, a session's end and a browser that is killed.
//
// A draft belongs to one person at one place and is shown to nobody else. It holds a member's
// number and weights, no name and no code of a card. It goes when our own server has said that it
// is recorded, when somebody drops it, or after three days: what was weighed before that is not
// what lies on the scale now.

import { answer, open, read } from "./store.js";

const PREFIX = "typed:";
const KEPT_MS = 3 * 24 * 3600 * 1000;

/** Whether this browser can keep drafts at all. */
export function canKeep() {
  return "indexedDB" in window;
}

/**
 * What a draft is called: whose it is, and what of. With a network and without it has one name.
 * @param {{ place?: string, person?: string }} whose as data-place and data-person of a page say it
 * @param {string} what
 */
export function draftName({ place = "", person = "" }, what = "") {
  return `${PREFIX}${place}/${person}:${what}`;
}

/**
 * One write that goes on when the page is left in the same moment: the browser has it whole before
 * anything of the next page is asked.
 * @param {(store: IDBObjectStore) => void} work
 * @returns {Promise<void>}
 */
async function change(work) {
  const transaction = (await open()).transaction(["meta"], "readwrite", { durability: "strict" });
  const over = new Promise((done, failed) => {
    transaction.oncomplete = () => done(undefined);
    transaction.onabort = () => failed(transaction.error);
  });
  work(transaction.objectStore("meta"));
  if (typeof transaction.commit === "function") {
    transaction.commit(); // browsers of 2017 do it by themselves, a moment later
  }
  await over;
}

/**
 * @param {string} name
 * @param {TypedDraft} draft
 */
export function keepDraft(name, draft) {
  return change((store) => store.put({ ...draft, at: Date.now() }, name));
}

/** @param {string} name */
export function dropDraft(name) {
  return change((store) => store.delete(name));
}

/**
 * The drafts whose names begin so, newest first.
 * @param {string} beginning
 * @returns {Promise<KeptDraft[]>}
 */
export async function draftsOf(beginning) {
  if (!canKeep()) {
    return [];
  }
  const range = IDBKeyRange.bound(beginning, `${beginning}\uffff`);
  /** @type {[string[], TypedDraft[]]} */
  const [names, drafts] = await read(["meta"], (transaction) => {
    const store = transaction.objectStore("meta");
    return Promise.all([answer(store.getAllKeys(range)), answer(store.getAll(range))]);
  });
  const all = names.map((name, index) => ({ at: 0, ...drafts[index], name }));
  const oldest = Date.now() - KEPT_MS;
  await Promise.all(all.filter((each) => each.at < oldest).map((each) => dropDraft(each.name)));
  return all.filter((each) => each.at >= oldest).sort((one, other) => other.at - one.at);
}

/**
 * The draft of this name, or null; also where the browser keeps nothing, or is too slow to say.
 * @param {string} name
 * @returns {Promise<KeptDraft | null>}
 */
export async function draftOf(name) {
  const late = new Promise((done) => setTimeout(done, 2000, []));
  /** @type {KeptDraft[]} */
  const found = await Promise.race([draftsOf(name), late]).catch(() => []);
  return found.find((each) => each.name === name) || null;
}
