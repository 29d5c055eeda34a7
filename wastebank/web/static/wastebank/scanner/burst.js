// A scanner that types. What it types is no weight, no PIN, no name, no search and no key of the
// page, wherever the cursor is and however the scanner ends it (Enter, Tab, a blank, two of them,
// nothing). A card's code is a scan; of anything else the page says that it was read and not taken.
// What counts as typed by a scanner is said in shapes.js.
//
// What may be the head of a code, and a key of the page that cannot be taken back or comes faster
// than a hand, is kept until the next sign, or a pause, tells what it is. What turns out to be a
// hand's is let go in its order, before anything that came after it: a hand sees a lone W a quarter
// of a second late, and another key a sixteenth. What is text where it is typed is written at once,
// and taken back when it is known to be a scanner's; so is what a busy browser let go too early,
// and what the first key did at a weighing desk, which knows how it stood.
// Whoever must not be interrupted cancels the "scan" event; "misscan" says that the rest is over.

import "../common/deliberate.js"; // before it: a key that is held down is no sign
import { one } from "../common/dom.js";
import {
  allFields,
  cursorBack,
  fieldAt,
  isFinal,
  isForAny,
  isSecret,
  isText,
  mayWait,
  takeBack,
  write,
} from "./fields.js";
import { sayRead } from "./says.js";
import { isOurs, LONGEST_GAP_MS, scanAtEnd, scanIn, shapeOf } from "./shapes.js";

const HEAD = /^(?:\](?:[A-Z](?:[0-9A-Z](?:W(?:1[0-9A-Z]*)?)?)?)?|W(?:1[0-9A-Z]*)?)$/i;
const MOST_SIGNS = 600;
const ENDS = ["Enter", "Tab", " "];
const HELD_MS = 60; // a scanner's next sign is pressed by then
const WAITED_MS = 150; // and has arrived by then, also at a busy machine
const [FEWEST_OF_RUN, FAST_MS] = [6, 35];
const REST_MS = { card: 80, misread: 250, foreign: 250 }; // until a scan is over
const TAIL_MS = 250; // the keys that end a scan
const LEAD_MS = 2000; // as long a code leads to another page, where its Enter may arrive
const LED = "scanned-at";
const SILENT = ["Shift", "CapsLock"];
const CARD_SIGNS = 29;

/** @type {TypedSign[]} all that was typed without a long pause */
let typed = [];
/** @type {TypedSign[]} the last of it, as long as it is kept from the page */
let held = [];
/** @type {FoundScan | null} once it can be nothing else */
let known = null;
/** @type {TypedSign[]} a scan that seemed to be over, while a busy browser may bring the rest */
let cut = [];
let timer = 0;
let over = -TAIL_MS; // when the last sign of a scan came
let line = -TAIL_MS; // when the last line of what it read ended
let isLettingGo = false;
let ledAt = takeLead(); // 0 as soon as another key was pressed here
/** @type {((code: string) => void) | null} */
let take = null;

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
  if (!document.dispatchEvent(event)) {
    return;
  }
  if (take) {
    sessionStorage.setItem(LED, String(Date.now()));
    take(code);
  } else {
    seek(code);
  }
}

/**
 * Where no card is wanted, a search that finds cards has one looked for, if the cursor is in it.
 * @param {string} code
 */
function seek(code) {
  const field = /** @type {HTMLInputElement | null} */ (document.activeElement);
  if (field && field.form && field.matches("[data-finds-cards]")) {
    field.value = code;
    one(field.form, "button").click();
  } else {
    sayRead("not-here");
  }
}

/** @param {KeyboardEvent} event */
function keepFromPage(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

function letGo() {
  clearTimeout(timer);
  const going = held;
  held = [];
  isLettingGo = true;
  going.forEach(({ sign }) => write(sign));
  isLettingGo = false;
}

/** @param {number} forMs */
function waitFor(forMs) {
  clearTimeout(timer);
  timer = setTimeout(() => pause(true), forMs);
}

/** @param {KeyboardEvent} event */
function remember(event) {
  if (!typed.length && cut.length && event.timeStamp - cut[cut.length - 1].at <= HELD_MS) {
    typed = cut;
  }
  const last = typed[typed.length - 1];
  if (last && event.timeStamp - last.at > LONGEST_GAP_MS) {
    typed = [];
  }
  const target = fieldAt(event);
  const sign = {
    sign: event.key,
    at: event.timeStamp,
    target,
    before: target ? target.value : "",
    all: target ? null : allFields(), // a figure beside a field may go into it
    cursor: /** @type {HTMLElement | null} */ (document.activeElement),
  };
  if (typed.length < MOST_SIGNS) {
    typed.push(sign);
  }
  return { sign, gap: last ? sign.at - last.at : LONGEST_GAP_MS };
}

/**
 * @param {boolean} isOver
 * @returns {FoundScan | null}
 */
function found(isOver) {
  const scan = known ? scanAtEnd(typed, known, isOver) : scanIn(typed, isOver);
  return scan && isSecret(typed[scan.from]) && !isOurs(scan) ? null : scan;
}

/**
 * @param {FoundScan} scan
 * @param {boolean} mayGoOn
 */
function finish({ from, shape, text }, mayGoOn) {
  const signs = typed.slice(from);
  const byHand = held.filter((sign) => typed.slice(0, from).includes(sign));
  over = typed[typed.length - 1].at;
  takeBack(signs);
  [held, typed, known, cut] = [byHand, [], null, mayGoOn ? signs : []];
  letGo();
  const began = byHand.length ? performance.now() : signs[0].at; // behind what was let go by now
  if (shape === "card") {
    scanned(text, began);
  } else {
    document.dispatchEvent(new CustomEvent("misscan", { detail: { began } }));
    cursorBack(signs); // a desk that shows how it stood has moved it
    sayRead(shape);
  }
}

/**
 * Nothing came for a while, or something else did: true if it was a scan until then.
 * @param {boolean} [mayGoOn] whether nothing has ended it
 */
function pause(mayGoOn = false) {
  const scan = found(true);
  known = null;
  if (scan) {
    finish(scan, mayGoOn && scan.shape !== "card");
  } else {
    letGo();
  }
  return Boolean(scan);
}

/**
 * @param {KeyboardEvent} event
 * @param {TypedSign} sign
 * @param {number} forMs
 */
function hold(event, sign, forMs) {
  keepFromPage(event);
  held.push(sign);
  waitFor(forMs);
}

/**
 * more signs than a hand presses at such a pace
 * @param {TypedSign[]} signs
 */
function isRun(signs) {
  const last = signs.slice(-FEWEST_OF_RUN);
  return last.length === FEWEST_OF_RUN &&
    last.every((sign, index) => !index || sign.at - last[index - 1].at <= FAST_MS);
}

/** @param {KeyboardEvent} event */
function onSign(event) {
  const { sign, gap } = remember(event);
  known = found(false) || known;
  const head = [...held, sign].map((each) => each.sign).join("");
  const isWaiting = event.key !== " " && mayWait(event);
  const isNext = held.length > 0 && gap <= HELD_MS;
  const isOdd = isNext || (!isText(event) && (isFinal(event) || isRun(typed)));
  if (known) {
    hold(event, sign, REST_MS[known.shape]);
  } else if (isWaiting && HEAD.test(head)) {
    hold(event, sign, LONGEST_GAP_MS);
  } else if (isWaiting && isOdd) {
    hold(event, sign, WAITED_MS);
  } else {
    letGo();
    if (isRun(typed)) {
      waitFor(HELD_MS); // what is written at once is judged when it is whole, too
    }
  }
}

/**
 * a line feed comes as Ctrl with a letter
 * @param {KeyboardEvent} event
 */
function isEnd({ key, ctrlKey }) {
  const isBlank = key === " " && known !== null && known.shape !== "card";
  return (ENDS.includes(key) && !isBlank) || (ctrlKey && ["j", "m"].includes(key));
}

/** @param {KeyboardEvent} event */
function isSign({ key, ctrlKey, altKey, metaKey, isComposing, repeat }) {
  return key.length === 1 && !ctrlKey && !altKey && !metaKey && !isComposing && !repeat;
}

/**
 * What still belongs to a scan: the keys that end it, and more lines of what it read.
 * @param {KeyboardEvent} event
 */
function isTail(event) {
  if (typed.length) {
    return false;
  }
  if (event.timeStamp - line <= FAST_MS) {
    line = event.timeStamp;
    return true;
  }
  return isEnd(event) && event.timeStamp - over < TAIL_MS;
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
  } else if (isLettingGo || SILENT.includes(event.key) || isForAny(event)) {
    return;
  } else if (isTail(event)) {
    keepFromPage(event);
  } else if (isSign(event) && !(event.key === " " && known && known.shape === "card")) {
    onSign(event);
  } else {
    const isScan = pause();
    typed = [];
    if (isScan && isEnd(event)) {
      line = event.timeStamp;
      keepFromPage(event);
    }
  }
}

/**
 * A code in one stroke, as a scanner of a telephone writes it. What a hand pastes is its own.
 * @param {InputEvent} event
 */
function onWriting(event) {
  const text = (event.data || "").trim();
  const isOne = text.length > 1 && !/Paste|Drop|Replacement/.test(event.inputType);
  const shape = isOne && !isForAny(event) ? shapeOf(text) : "";
  if (shape && isOurs({ from: 0, shape, text })) {
    event.preventDefault();
    over = event.timeStamp;
    typed = [];
    if (shape === "card") {
      scanned(text.slice(-CARD_SIGNS), event.timeStamp);
    } else {
      sayRead("misread");
    }
  } else {
    over = -TAIL_MS; // something was written after the code: what ends it is not the scanner's
    ledAt = 0;
  }
}

function onPointer() {
  pause();
  typed = [];
}

document.addEventListener("keydown", onKey, true);
document.addEventListener("beforeinput", onWriting, true);
document.addEventListener("pointerdown", onPointer, true);
