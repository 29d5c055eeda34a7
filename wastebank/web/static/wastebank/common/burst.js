// A scanner that types. A burst of keys that is a card's code is a scan, wherever the cursor
// stands, however the scanner ends it (Enter, Tab, a blank, two of them, nothing), whatever it says
// in front of it ("]Q1": this was a QR code), and also where it writes the code in one stroke. It
// is never a weight, a PIN, a name or a search, and none of its letters is a key of the page.
//
// Keys that may be the head of a code, and only a W or a "]" begins one, are held back as long as
// no pause shows a hand. What turns out to be something else is let go in its order, before
// anything that came after it: a hand sees a lone W a quarter of a second late, and w2 at once.
// Where a busy browser let go too early, the code is known when it is whole, and what it typed is
// taken back.
// Whoever must not be interrupted cancels the "scan" event.

import "./deliberate.js"; // before it: a key that is held down is no sign
import { maybe, targetOf } from "./dom.js";

const CODE = /(?:\][A-Z][0-9A-Z]|[*#~!^]{1,3})?(W1[0-9A-Z]{27})$/i; // and what goes before it
const HEAD = /^(?:\](?:[A-Z](?:[0-9A-Z](?:W(?:1[0-9A-Z]*)?)?)?)?|W(?:1[0-9A-Z]*)?)$/i;
const WHOLE = /^\s*(?:\][A-Z][0-9A-Z]|[*#~!^]{1,3})?(W1[0-9A-Z]{27})\s*$/i;
const MOST_SIGNS = 32;
const ENDS = ["Enter", "Tab", " "];
const LONGEST_GAP_MS = 250; // between two signs of one code
const TAIL_MS = 250; // the keys that end a scan
const LEAD_MS = 2000; // as long a code leads to another page, where its Enter may arrive
const LED = "scanned-at";
// Here a code may be typed, where no form of the page takes scans.
const TAKES_CODES = "[name=code], [name=q], [type=search]";
const SILENT = ["Shift", "CapsLock"];

/** @type {TypedSign[]} all that was typed without a long pause */
let typed = [];
/** @type {KeyboardEvent[]} the last of it, as long as it is kept from the page */
let held = [];
let timer = 0;
let over = -TAIL_MS; // when the last code was whole
let isLettingGo = false;
let ledAt = takeLead(); // 0 as soon as another key was pressed here
/** @type {(code: string) => void} */
let take = () => {};

/**
 * Who takes a code that nobody cancelled.
 * @param {(code: string) => void} taker
 */
export function whenScanned(taker) {
  take = taker;
}

// A scan has led here, maybe before its Enter: that one belongs to it. Only the time is kept.
function takeLead() {
  const at = Number(sessionStorage.getItem(LED));
  sessionStorage.removeItem(LED);
  return at;
}

/**
 * A code from wherever it came. `began` is when its first sign was typed.
 * @param {string} code
 * @param {number} began
 */
export function scanned(code, began) {
  const event = new CustomEvent("scan", { cancelable: true, detail: { code, began } });
  if (document.dispatchEvent(event)) {
    sessionStorage.setItem(LED, String(Date.now()));
    take(code);
  }
}

/**
 * the field that has the cursor, if it is one to write into
 * @param {Event} event
 */
function fieldAt(event) {
  const place = /** @type {HTMLInputElement} */ (targetOf(event));
  return place.matches && place.matches("input, textarea") ? place : null;
}

/** @param {KeyboardEvent} event */
function remember(event) {
  const last = typed[typed.length - 1];
  if (last && event.timeStamp - last.at > LONGEST_GAP_MS) {
    typed = [];
  }
  const target = fieldAt(event);
  typed.push({
    sign: event.key,
    at: event.timeStamp,
    target,
    before: target ? target.value : "",
    cursor: /** @type {HTMLElement | null} */ (document.activeElement),
  });
  typed = typed.slice(-MOST_SIGNS);
}

// each field as it was before the code came into it, and the cursor where it was
function takeBack() {
  /** @type {Map<HTMLInputElement, string>} */
  const fields = new Map();
  for (const { target, before } of typed) {
    if (target && !fields.has(target)) {
      fields.set(target, before);
    }
  }
  fields.forEach((before, field) => {
    if (field.value !== before) {
      field.value = before;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
  const [{ cursor }] = typed;
  if (cursor && cursor !== document.activeElement) {
    cursor.focus(); // a letter was a key of the page
  }
}

/** @param {KeyboardEvent} event */
function keepFromPage(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

/**
 * as the page would have got it: heard, and then written where the cursor is
 * @param {KeyboardEvent} event
 */
function letOneGo({ key }) {
  const place = document.activeElement || document.body;
  const again = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
  if (place.dispatchEvent(again)) {
    document.execCommand("insertText", false, key);
  }
}

function letGo() {
  clearTimeout(timer);
  const going = held;
  held = [];
  isLettingGo = true;
  going.forEach(letOneGo);
  isLettingGo = false;
}

/** @param {KeyboardEvent} event */
function hold(event) {
  keepFromPage(event);
  held.push(event);
  clearTimeout(timer);
  timer = setTimeout(letGo, LONGEST_GAP_MS);
}

/** @param {RegExpExecArray} found */
function finish([all, code]) {
  typed = typed.slice(-all.length);
  const began = typed[0].at;
  over = typed[all.length - 1].at;
  clearTimeout(timer);
  held = [];
  takeBack();
  typed = [];
  scanned(code, began);
}

/** @param {KeyboardEvent} event */
function onSign(event) {
  remember(event);
  const found = CODE.exec(typed.map((each) => each.sign).join(""));
  if (found) {
    keepFromPage(event);
    finish(found);
    return;
  }
  const head = [...held.map((each) => each.key), event.key].join("");
  if (HEAD.test(head)) {
    hold(event);
    return;
  }
  letGo();
  if (HEAD.test(event.key)) {
    hold(event);
  }
}

/** @param {Event} event */
function isForCodes(event) {
  const field = fieldAt(event);
  return Boolean(field && !maybe(document, "[data-scan]") && field.matches(TAKES_CODES));
}

/**
 * a line feed comes as Ctrl with a letter
 * @param {KeyboardEvent} event
 */
function isEnd({ key, ctrlKey }) {
  return ENDS.includes(key) || (ctrlKey && ["j", "m"].includes(key));
}

/**
 * the first key of a page, an Enter, soon after the scan that led to it
 * @param {KeyboardEvent} event
 */
function isEndOfLead({ key }) {
  const ago = Date.now() - ledAt;
  ledAt = 0;
  return key === "Enter" && ago >= 0 && ago < LEAD_MS;
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  if (isEndOfLead(event)) {
    keepFromPage(event);
    return;
  }
  const isCommand = event.ctrlKey || event.altKey || event.metaKey || event.isComposing;
  if (isLettingGo || SILENT.includes(event.key) || isForCodes(event)) {
    return;
  }
  if (isEnd(event) && event.timeStamp - over < TAIL_MS && !typed.length) {
    keepFromPage(event);
  } else if (event.key.length === 1 && !isCommand) {
    onSign(event);
  } else {
    letGo();
  }
}

/**
 * A code in one stroke, as a scanner of a telephone writes it, or out of the clipboard.
 * @param {InputEvent} event
 */
function onWriting(event) {
  const found = WHOLE.exec(event.data || "");
  if (found && !isForCodes(event)) {
    event.preventDefault();
    over = event.timeStamp;
    typed = [];
    scanned(found[1], event.timeStamp);
  } else {
    over = -TAIL_MS; // something was written after the code: what ends it is not the scanner's
    ledAt = 0;
  }
}

document.addEventListener("keydown", onKey, true);
document.addEventListener("beforeinput", onWriting, true);
document.addEventListener("pointerdown", letGo, true);
