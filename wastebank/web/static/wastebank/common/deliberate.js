// A doubt is answered on purpose: by a tap, by Space, or by the letter that stands on its key.
//
// Whoever enters weights presses Enter without looking up, and a scanner presses it too. So Enter
// never answers what the page asks, wherever the cursor is, and no script puts the cursor on such a
// key ([data-deliberate]). What is typed meanwhile goes where it would have gone.
//
// One press is one press. An Enter that is held down says nothing more, neither here nor on the
// page that it led to; nor does Space on a key that the cursor came to while it was held.

import { around, every } from "./dom.js";

const YES = "y";

/**
 * Whether the browser only repeats what was pressed before, maybe on another page.
 * @param {KeyboardEvent} event
 */
function isHeld(event) {
  const place = event.key === " " ? around(event, "button, summary") : true;
  const isWriting = around(event, "textarea"); // there it makes lines
  return event.repeat && ["Enter", " "].includes(event.key) && Boolean(place) && !isWriting;
}

document.addEventListener(
  "keydown",
  (event) => {
    if (isHeld(event)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    if (event.key === "Enter" && around(event, "[data-deliberate]")) {
      event.preventDefault();
    }
  },
  true,
);

/**
 * Press the answer that is open under `root`, if this key says yes to it; true if it did.
 * @param {KeyboardEvent} event
 * @param {ParentNode} root
 */
export function saysYes(event, root) {
  const open = every(root, "[data-deliberate]").find((key) => key.getClientRects().length);
  if (event.key.toLowerCase() !== YES || !open) {
    return false;
  }
  event.preventDefault();
  open.click();
  return true;
}
