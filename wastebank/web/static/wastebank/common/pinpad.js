// A PIN of four to six figures: dots that fill, keys that a thumb can hit.
//
// <fieldset data-pin> holds <input name="pin">, <p class="dots"> with six <i>, and keys with
// data-key="0".."9", "back" or "clear". What is typed is never shown and never read aloud: a
// reader hears how many figures stand ([data-pin-says]). Without this module the input is all. Of
// two in one form, as a new PIN is typed, the one that is being typed shows its keys.

import { around, every, fieldOf, keepCursor, maybe, one, wordsOf } from "./dom.js";
import { fill } from "./locale.js";

const MOST = 6;

/**
 * The keys of this one are shown, and of no other in its form.
 * @param {HTMLElement} box
 */
function open(box) {
  for (const other of besides(box)) {
    other.classList.toggle("is-shut", other !== box);
  }
}

/** @param {HTMLElement} box */
function besides(box) {
  const form = box.closest("form");
  return form ? every(form, "[data-pin]") : [box];
}

/**
 * After the last figure: the next one that waits, with the cursor if it stood here.
 * @param {HTMLElement} box
 */
function goOn(box) {
  const boxes = besides(box);
  const next = boxes[boxes.indexOf(box) + 1];
  if (!next || fieldOf(next, "input").value) {
    return;
  }
  if (box.contains(document.activeElement)) {
    fieldOf(next, "input").focus();
  }
  open(next);
}

for (const box of every(document, "[data-pin]")) {
  const input = fieldOf(box, "input");
  const dots = one(box, ".dots");
  const says = maybe(box, "[data-pin-says]");

  const show = () => {
    Array.from(dots.children).forEach((dot, index) => {
      dot.classList.toggle("is-on", index < input.value.length);
    });
    dots.setAttribute("aria-label", `${input.value.length} / ${MOST}`);
  };

  /** @param {string} value */
  const write = (value) => {
    input.value = value.replace(/\D/g, "").slice(0, MOST);
    input.dispatchEvent(new Event("change", { bubbles: true }));
    show();
    if (says) {
      says.textContent = fill(wordsOf(box).sayDigits, { count: input.value.length });
    }
  };

  const goOnIfWhole = () => input.value.length === MOST && goOn(box);

  // the keys stand on the page, so a phone need not cover it with its own
  input.setAttribute("inputmode", "none");
  input.addEventListener("focus", () => open(box));
  input.addEventListener("input", () => {
    write(input.value);
    goOnIfWhole();
  });
  box.addEventListener("pin-clear", () => write(""));
  dots.addEventListener("click", () => input.focus());
  keepCursor(box, "[data-key]");
  box.addEventListener("click", (event) => {
    const key = around(event, "[data-key]");
    if (!key) {
      return;
    }
    const sign = key.dataset.key;
    if (sign === "back") {
      write(input.value.slice(0, -1));
    } else if (sign === "clear") {
      write("");
    } else {
      write(input.value + sign);
      goOnIfWhole();
    }
  });
  show();
  open(besides(box)[0]);
}
