// What was read and is not for this page is said in words, above whatever stands there, until a
// hand goes on.

import { copyFrom, maybe, one } from "../common/dom.js";

const SHOWN_MS = 12000;

let hiding = 0;

/** @param {Event} event */
function goesOn({ target }) {
  const note = maybe(document, "[data-scanner-note]");
  if (note && target !== note) {
    hush();
  }
}

function hush() {
  clearTimeout(hiding);
  const note = maybe(document, "[data-scanner-note]");
  if (note) {
    note.hidden = true;
  }
}

/** @param {"misread" | "foreign" | "not-here"} what */
export function sayRead(what) {
  if (!maybe(document, "[data-scanner-note]")) {
    document.body.append(copyFrom(document, "[data-scanner-pattern]"));
  }
  const note = one(document, "[data-scanner-note]");
  clearTimeout(hiding);
  note.hidden = true; // said again, it is heard again
  for (const words of Array.from(note.querySelectorAll("[data-when]"))) {
    /** @type {HTMLElement} */ (words).hidden = words.getAttribute("data-when") !== what;
  }
  note.hidden = false;
  hiding = setTimeout(hush, SHOWN_MS);
}

document.addEventListener("keydown", goesOn);
document.addEventListener("pointerdown", goesOn);
