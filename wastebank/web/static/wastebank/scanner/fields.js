// The fields that a scanner typed into: which there are, and how each becomes what it was before.

import { every, targetOf } from "../common/dom.js";

const TEXTS =
  "input:not([type]), input[type=text], input[type=search], input[type=password], textarea";
const WRITTEN = "input, textarea, select";
// What a hand types into them is no text, or is not written by a script.
const NO_TEXT = ["date", "time", "month", "week", "datetime-local", "number", "range", "color"];
const PRESSED = ["checkbox", "radio", "button", "submit", "reset", "file", "image"];
const ANSWERS = ["y", "t"];
const KEYPADS = ["numeric", "decimal", "none"];
const SECRETS = "[autocomplete$=password], [autocomplete=username]:not([data-code])";

/**
 * the field that has the cursor
 * @param {Event} event
 * @returns {HTMLInputElement | null}
 */
export function fieldAt(event) {
  const place = /** @type {HTMLInputElement} */ (targetOf(event));
  return place.matches && place.matches(WRITTEN) ? place : null;
}

/**
 * Whether a key may wait for the next one: what was held back is written into a text only.
 * @param {Event} event
 */
export function mayWait(event) {
  const field = fieldAt(event);
  return !field || !(field.matches("select") || [...NO_TEXT, ...PRESSED].includes(field.type));
}

/**
 * Whether the sign is text here and no key of the page: in a field for figures a letter is one.
 * @param {KeyboardEvent} event
 */
export function isText(event) {
  const field = fieldAt(event);
  const isPad = Boolean(field && KEYPADS.includes(field.getAttribute("inputmode") || ""));
  return Boolean(field) && (!isPad || /^[0-9.,]$/.test(event.key));
}

/**
 * Whether a key of the page does what no script takes back: answers what is asked, takes a service.
 * What it does at a weighing desk that asks nothing can be taken back.
 * @param {KeyboardEvent} event
 */
export function isFinal({ key }) {
  const isDesk = every(document, "[data-counter]").some(isShown);
  const tiles = isDesk ? [] : every(document, `[data-hotkey="${CSS.escape(key.toUpperCase())}"]`);
  const answers = ANSWERS.includes(key.toLowerCase()) ? every(document, "[data-deliberate]") : [];
  return [...tiles, ...answers].some(isShown);
}

/** @param {HTMLElement} element */
function isShown(element) {
  return element.getClientRects().length > 0;
}

/** What stands in each field for a text. */
export function allFields() {
  const fields = /** @type {HTMLInputElement[]} */ (every(document, TEXTS));
  return new Map(fields.map((field) => [field, field.value]));
}

/**
 * Where a password or a name of staff is typed, maybe by a program that keeps them.
 * @param {TypedSign} sign
 */
export function isSecret({ target }) {
  return Boolean(target && target.matches(SECRETS));
}

/**
 * Whether a script leaves alone what is read into it.
 * @param {Event} event
 */
export function isForAny(event) {
  const field = fieldAt(event);
  return Boolean(field && field.matches("[data-any-code]"));
}

/**
 * Each field as it was before the first of these signs came into it, and the cursor where it was.
 * @param {TypedSign[]} signs
 */
export function takeBack(signs) {
  /** @type {Map<HTMLInputElement, string>} */
  const fields = new Map();
  for (const { target, before, all } of signs) {
    for (const [field, text] of all || []) {
      fields.set(field, fields.has(field) ? fields.get(field) || "" : text);
    }
    if (target && !fields.has(target)) {
      fields.set(target, before);
    }
  }
  fields.forEach((before, field) => {
    if (field.value !== before) {
      field.value = before;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });
  cursorBack(signs);
}

/**
 * Where it was; a field that had it all the while hears that it has it again.
 * @param {TypedSign[]} signs
 */
export function cursorBack([{ cursor }]) {
  if (cursor && cursor !== document.body) {
    cursor.dispatchEvent(new FocusEvent("focus"));
    cursor.focus(); // a letter was a key of the page
  }
}

/**
 * As the page would have got it: heard, and then written where the cursor is.
 * @param {string} key
 */
export function write(key) {
  const place = document.activeElement || document.body;
  const again = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
  if (place.dispatchEvent(again)) {
    document.execCommand("insertText", false, key);
  }
}
