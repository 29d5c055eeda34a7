// A doubt is answered on purpose: by a tap, by Space, or by the letter that stands on its key.
//
// Whoever enters weights presses Enter without looking up, and a scanner presses it too. So Enter
// never answers what the page asks, wherever the cursor is, and no script puts the cursor on such a
// key ([data-deliberate]). What is typed meanwhile goes where it would have gone.

import { around, every } from "./dom.js";

const YES = "y";

document.addEventListener(
  "keydown",
  (event) => {
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
