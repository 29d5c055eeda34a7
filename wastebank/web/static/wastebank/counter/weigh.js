// The weighing desk of the counter, with a server behind it. What is typed is kept on this device
// until the server has said that it is recorded; where the network is lost on a device that is set
// up for that, the deposit goes on in its queue.

import { buttonOf, datum, fieldOf, formOf, one } from "../common/dom.js";
import { newKey } from "../common/key.js";
import { canKeep, draftName, draftOf, dropDraft, keepDraft } from "../offline/drafts.js";
import { startWeighing } from "../weigh/desk.js";
import { materialsOf } from "../weigh/reading.js";
import { sendDeposit } from "../weigh/row_post.js";
import { showTyped } from "../weigh/typed.js";
import { addressOf, asSent, clockOf, intoQueue, readyDevice } from "./queueing.js";

const form = formOf(document, "[data-counter]");
const key = fieldOf(form, "[name=key]");
const card = fieldOf(form, "[name=card]");
const cardHash = fieldOf(form, "[name=card_hash]");
const member = one(form, "[data-member-number]").textContent.trim();
const name = draftName(form.dataset, `weigh:${member}`);
const now = clockOf(form);
/** @type {DeskMoment | null} */
let typed = null;
let weighedAt = ""; // of this key, once it was on its way
let isLoaded = false; // what lies here already is read before anything is written over it
let isOver = false;

// Whether a receipt is printed at once is kept on this device. Where nobody asked for it there may
// be no printer, and then no print dialog opens by itself.
const PRINT = "print-at-once";
const printToo = fieldOf(document, "[data-print-too]");
printToo.checked = localStorage.getItem(PRINT) === "yes";
printToo.addEventListener("change", () => {
  localStorage.setItem(PRINT, printToo.checked ? "yes" : "no");
});

function keep() {
  if (!typed || !isLoaded || isOver || !canKeep()) {
    return;
  }
  const isEmpty = !typed.lines.length && !typed.open.text;
  const draft = { member, moment: typed, key: key.value, cardHash: cardHash.value, weighedAt };
  const kept = isEmpty ? dropDraft(name) : keepDraft(name, draft);
  kept.catch(() => {}); // a full device records all the same
}

/** @param {string} address */
async function leaveFor(address) {
  isOver = true;
  await dropDraft(name).catch(() => {});
  location.assign(address);
  return new Promise(() => {}); // the desk stays busy until the page is gone
}

/** @param {RowReceipt} told */
function receiptOf({ receipt = "" }) {
  return printToo.checked ? `${receipt}?print=1` : receipt;
}

/**
 * @param {CounterDevice} device
 * @param {RowDeposit} deposit
 * @param {Date} moment
 */
function queued(device, deposit, moment) {
  const whose = cardHash.value ? { card_hash: cardHash.value } : { member };
  const person = {
    name: datum(one(form, "[data-member-name]"), "short"), // of a name no more lies on a device
    number: member,
    known: true,
    body: whose,
  };
  const materials = materialsOf(one(form, "select[name=material]"));
  const [operator, staff] = [datum(form, "person"), datum(form, "personName")];
  return intoQueue(device, {
    ...{ person, deposit, materials, moment },
    operator,
    staff,
    instead: name,
  });
}

/** @param {WeighedDeposit & { sure: string }} weighed */
async function record(weighed) {
  await loaded;
  const device = await readyDevice();
  const moment = weighedAt ? new Date(weighedAt) : now();
  weighedAt = device || weighedAt ? asSent(moment) : "";
  keep();
  const deposit = { ...weighed, key: key.value, member, weighedAt };
  const whose = card.value ? [["card", card.value]] : [["card_hash", cardHash.value]];
  try {
    const outcome = await sendDeposit(form, form.action, whose, deposit);
    return leaveFor(receiptOf(outcome));
  } catch (/** @type {any} */ problem) {
    const kept = problem.why === "no_answer" && device && (await queued(device, deposit, moment));
    if (kept) {
      return leaveFor(addressOf(kept));
    }
    if (problem.answered) {
      key.value = newKey(); // a refusal is the key's answer: the next press is another act
      weighedAt = "";
      keep();
    }
    throw problem;
  }
}

/** @param {KeptDraft | null} draft */
function putBack(draft) {
  isLoaded = true;
  if (draft && draft.moment) {
    key.value = draft.key || key.value;
    weighedAt = draft.weighedAt || "";
    if (!card.value) {
      cardHash.value = draft.cardHash || "";
    }
    desk.putBack(draft.moment);
  } else {
    keep();
  }
  showTyped(form, draft);
  form.dataset.kept = "yes";
}

const desk = startWeighing(form, {
  onRecord: record,
  onChange: (moment) => {
    typed = moment;
    keep();
    showTyped(form, null); // the hand goes on with it, and needs the room on a phone
  },
});
buttonOf(form, "[data-typed-drop]").addEventListener("click", () => {
  key.value = newKey();
  weighedAt = "";
  desk.clear();
  showTyped(form, null);
});
// the page of a scanned card is the answer to a POST; asked for again it is this one
history.replaceState(history.state, "", form.action);
const loaded = draftOf(name).then(putBack);
