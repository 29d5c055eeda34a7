// "Record and print" in one press. The page of a new receipt presses its first printing key once;
// the page of the paper prints by itself then, and goes back to the receipt, where the next card is
// scanned. Kept for this tab alone, so that a reload never prints a second paper.

import { datum, maybe } from "../common/dom.js";

const PRINTING = "printing";
const receipt = maybe(document, "[data-print-now]");
const paper = /** @type {HTMLAnchorElement | null} */ (maybe(document, "[data-printed]"));

/** @param {string} number */
function begin(number) {
  const key = `printed:${number}`;
  if (sessionStorage.getItem(key)) {
    return;
  }
  sessionStorage.setItem(key, "1");
  sessionStorage.setItem(PRINTING, number);
  history.replaceState(null, "", location.pathname);
  const first = maybe(document, "#papers form button");
  if (first) {
    first.click();
  }
}

/**
 * A phone says at once that it has printed, lays its own dialog over the page, and looks at the
 * page again when somebody chooses another paper there.
 * @param {() => void} run
 */
function whenSeen(run) {
  const look = () => {
    if (!document.hidden) {
      document.removeEventListener("visibilitychange", look);
      setTimeout(run);
    }
  };
  document.addEventListener("visibilitychange", look);
  look();
}

let isLeaving = false;
addEventListener("beforeunload", () => {
  isLeaving = true;
});

/**
 * who has scanned the next card meanwhile is on the way to that member already
 * @param {string} home
 */
function goBack(home) {
  if (!isLeaving) {
    location.replace(home);
  }
}

/** @param {string} home the page of the receipt */
function printOut(home) {
  const key = maybe(document, "[data-once] [data-print]");
  if (!key) {
    return;
  }
  addEventListener("afterprint", () => whenSeen(() => goBack(home)), { once: true });
  // after the roll was measured
  document.fonts.ready.then(() => setTimeout(() => key.click()));
}

if (!paper) {
  sessionStorage.removeItem(PRINTING);
}
if (receipt) {
  begin(datum(receipt, "printNow"));
} else if (paper && sessionStorage.getItem(PRINTING) === paper.dataset.printed) {
  sessionStorage.removeItem(PRINTING);
  printOut(paper.href);
}
