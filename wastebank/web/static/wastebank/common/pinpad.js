// A PIN of four to six figures: dots that fill, keys that a thumb can hit.
//
// <fieldset data-pin> holds <input name="pin">, <p class="dots"> with six <i>, and keys with
// data-key="0".."9", "back" or "clear". What is typed is never shown and never read aloud: a
// reader hears how many figures stand ([data-pin-says]). Without this module the input is all.

import { around, every, fieldOf, keepCursor, maybe, one, wordsOf } from "./dom.js";
import { fill } from "./locale.js";

const MOST = 6;

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

  // the keys stand on the page, so a phone need not cover it with its own
  input.setAttribute("inputmode", "none");
  input.addEventListener("input", () => write(input.value));
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
    }
  });
  show();
}
