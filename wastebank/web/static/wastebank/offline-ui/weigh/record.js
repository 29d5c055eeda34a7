// One deposit of this device: what it says, how it stands, its paper, and its way out if parked.

import { datum, every, linkOf, one } from "../../common/dom.js";
import { current } from "../../offline/device.js";
import { find, list } from "../../offline/queue.js";
import { state } from "../../offline/sync.js";
import { showNumber, showPaid, showTimes, showWorth } from "../../common/locale.js";
import { showBigSum } from "../../weigh/person.js";
import { openMending, showMending } from "./mend.js";
import { copyOf, setSign, splitSentence } from "../notes.js";
import { showNotices } from "../notices.js";
import { appLinks } from "../print/escpos.js";
import { showMoment } from "../moments.js";
import { countPrint, drawPaper, fitPage, uncountPrint } from "../print/paper.js";
import { numberOf } from "../stored.js";
import { go, onEnter, roomOf } from "../views.js";
import { counted, word } from "../words.js";

const room = roomOf("record");
const preview = one(room, "[data-preview]");
const printRoom = one(room, "[data-print-room]");
const app = one(room, "[data-app]");
const APP_WIDTH = "58";
/** @type {QueueRecord | null} */
let record = null;
let isLaying = false;
let isDialogOpen = false;
let dialogs = 0; // how many were opened
let fresh = ""; // the key of the deposit that was saved a moment ago

/**
 * @param {string} name
 * @param {string} text
 */
function put(name, text) {
  one(room, `[data-${name}]`).textContent = text;
}

/**
 * @param {QueueRecord} record
 * @param {string} operator
 */
function whyItWaits(record, operator) {
  const { phase } = state();
  if (record.operator !== operator) {
    return { head: counted("others", 1), rest: word("others_rest") };
  }
  if (phase === "signed_out") {
    return { head: word("sign_in"), rest: counted("safe", 1) };
  }
  const isCut = !navigator.onLine || phase === "offline";
  return { head: word(isCut ? "waiting_head" : "sending_head"), rest: word("waiting_rest") };
}

/**
 * Why the server refused it, in its words; of a key that has another deposit, what to do here.
 * @param {QueueRecord} record
 */
function whyParked({ code = "", message }) {
  return code === "key_reused" ? word(code) : message || word("unknown_refusal");
}

/**
 * How it stands, for who is signed in on this device.
 * @param {QueueRecord} record
 * @param {string} operator
 * @returns {Notice}
 */
export function standing(record, operator) {
  const { name, total_idr: total } = record.shown;
  const facts = { name, rupiah: showPaid(total), number: numberOf(record) };
  if (record.key === fresh && record.state === "waiting") {
    const [head, rest] = [word("saved_head", facts), word("saved_rest", facts)];
    return { state: "good", sign: "ya", head, rest };
  }
  if (record.state === "done") {
    const [head, rest] = [
      word("done_head", facts),
      word(total ? "done_rest" : "done_unpaid", facts),
    ];
    return { state: "good", sign: "ya", head, rest };
  }
  if (record.state === "parked") {
    const sentence = splitSentence(whyParked(record));
    return { state: "stop", sign: "awas", ...sentence, code: record.code };
  }
  if (record.state === "waiting") {
    return { state: "wait", sign: "jam", ...whyItWaits(record, operator) };
  }
  const sign = record.state === "mended" ? "ubah" : "batal";
  const rest = word("note_rest", { note: record.note });
  return { sign, head: word(`${record.state}_head`), rest };
}

/** @param {ShownLine} line */
function lineOf(line) {
  const item = copyOf("record-line");
  const row = one(item, ".line");
  row.classList.add(line.family);
  one(item, ".sack").classList.add(line.family);
  setSign(item, line.family);
  one(item, "[data-name]").textContent = line.name;
  one(item, "[data-rupiah]").textContent = showWorth(line.rupiah_idr, line.price_idr);
  const terms = showTimes(line.amount, line.unit, line.price_idr);
  one(item, "[data-terms]").textContent = terms;
  return item;
}

/**
 * @param {HTMLElement} element
 * @param {string} name
 * @param {string | Node} content
 */
function addFact(element, name, content) {
  const term = document.createElement("dt");
  const fact = document.createElement("dd");
  term.textContent = name;
  fact.append(content);
  element.append(term, fact);
}

/** @param {QueueRecord} other */
function linkTo(other) {
  const link = document.createElement("a");
  link.href = `#record/${other.key}`;
  link.textContent = `${numberOf(other) || other.shown.name} (${word(`state_${other.state}`)})`;
  return link;
}

/** @param {QueueRecord} record */
async function showFacts(record) {
  const element = one(room, "[data-facts]");
  const all = new Map((await list()).map((each) => [each.sequence, each]));
  element.textContent = "";
  addFact(element, word("fact_weighed"), showMoment(new Date(record.shown.weighed_at)));
  addFact(element, word("fact_staff"), record.shown.staff);
  addFact(element, word("fact_provisional"), record.provisional || "–");
  addFact(element, word("fact_sequence"), showNumber(record.sequence));
  if (record.state === "done" && record.result) {
    addFact(element, word("fact_final"), record.result.deposit);
    if (record.promised_idr !== undefined && record.promised_idr !== record.shown.total_idr) {
      addFact(element, word("fact_told"), showPaid(record.promised_idr));
    }
  }
  if (record.note && !["mended", "dropped"].includes(record.state)) {
    addFact(element, word("fact_note"), record.note);
  }
  const [before, after] = [all.get(record.mends || 0), all.get(record.mended_by || 0)];
  if (before) {
    addFact(element, word("fact_mends"), linkTo(before));
  }
  if (after && after.kind === "deposit") {
    addFact(element, word("fact_mended_by"), linkTo(after));
  }
}

/**
 * whoever comes here has no print dialog in front of the page, whatever was said of the last one
 * @param {string} key
 */
function enter(key) {
  isDialogOpen = false;
  record = null; // a quick thumb must not print the one before
  printRoom.hidden = true;
  takePaperAway();
  return show(key);
}

function takePaperAway() {
  preview.hidden = true;
  app.hidden = true;
  preview.textContent = "";
}

/** @param {QueueRecord} record */
async function showStanding(record) {
  const device = await current();
  showNotices(one(room, "[data-notes]"), [standing(record, device ? device.operator : "")]);
}

/** @param {string} key */
async function show(key) {
  const found = await find(key);
  if (!found) {
    return "stored";
  }
  record = found;
  put("number", numberOf(record) || record.shown.name);
  put("name", record.shown.name);
  put("member", record.shown.member);
  showBigSum(one(room, "[data-total]"), record.shown.total_idr, record.shown.lines.length);
  const lines = one(room, "[data-lines]");
  lines.textContent = "";
  lines.append(...record.shown.lines.map(lineOf));
  await showStanding(record);
  const done = record.state === "done" ? record.result : undefined;
  const final = linkOf(room, "[data-final]");
  final.hidden = !done;
  final.href = done ? `/counter/receipts/${encodeURIComponent(done.deposit)}/` : "";
  if (isOver(record)) {
    takePaperAway();
  }
  await showFacts(found);
  await showMending(found);
  if (record === found) {
    printRoom.hidden = found.kind !== "deposit" || isOver(found);
  }
  return null;
}

/**
 * what was mended or dropped has no paper any more; what mends it has
 * @param {QueueRecord} record
 */
function isOver(record) {
  return record.state === "mended" || record.state === "dropped";
}

/**
 * @param {QueueRecord} record
 * @param {string} width
 */
async function lay(record, width) {
  const copy = await countPrint(record);
  const paper = drawPaper(record, width, copy);
  preview.textContent = "";
  preview.append(paper);
  preview.hidden = false;
  app.hidden = true;
  return paper;
}

/**
 * @param {QueueRecord} record
 * @param {string} width
 */
async function print(record, width) {
  await fitPage(await lay(record, width));
  const before = dialogs;
  window.print();
  // a browser ignores what comes too soon after another print; old ones never say that they began
  if (dialogs === before && "onbeforeprint" in window) {
    await uncountPrint(record);
  }
}

/**
 * One press, one paper. A print dialog takes its time to come and may stay open beside the page:
 * what lies on the page is what it prints, so nothing else is laid there and counted before it is
 * closed.
 * @param {(record: QueueRecord) => Promise<void>} run
 */
async function once(run) {
  if (!record || isLaying || isDialogOpen) {
    return;
  }
  isLaying = true;
  try {
    await run(record);
  } finally {
    // what was pressed meanwhile is heard first
    setTimeout(() => {
      isLaying = false;
    });
  }
}

/**
 * a roll printer on Bluetooth, by way of an app that prints bytes
 * @param {QueueRecord} record
 */
async function offerApp(record) {
  const links = appLinks(await lay(record, APP_WIDTH));
  linkOf(app, "[data-intent]").href = links.intent;
  linkOf(app, "[data-rawbt]").href = links.rawbt;
  app.hidden = false;
  one(app, "[data-intent]").focus();
}

/**
 * seen right after it was saved, as long as nothing newer was
 * @param {string} key
 */
export function nowSaved(key) {
  fresh = key;
}

export function openRecord() {
  onEnter("record", enter);
  window.addEventListener("beforeprint", () => {
    isDialogOpen = true;
    dialogs += 1;
  });
  window.addEventListener("afterprint", () => {
    isDialogOpen = false;
  });
  for (const key of every(room, "[data-paper]")) {
    key.addEventListener("click", () => once((record) => print(record, datum(key, "paper"))));
  }
  const key = one(room, "[data-paper-app]");
  key.hidden = !/android/i.test(navigator.userAgent);
  key.addEventListener("click", () => once(offerApp));
  openMending((made) => go("record", made));
}

// the record that is being looked at may have changed in the store
export async function refreshRecord() {
  if (room.hidden || !record) {
    return;
  }
  const now = await find(record.key);
  if (now && now.state !== record.state) {
    await show(record.key);
  } else if (now) {
    await showStanding(now); // who is signed in, or the network, may have changed
  }
}
