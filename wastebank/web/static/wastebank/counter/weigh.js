// The weighing desk of the counter, with a server behind it.

import { fieldOf, formOf } from "../common/dom.js";
import { startWeighing } from "../weigh/desk.js";

startWeighing(formOf(document, "[data-counter]"));

// whether a receipt is printed at once is kept on this device
const PRINT = "print-at-once";
const printToo = fieldOf(document, "[data-print-too]");
printToo.checked = localStorage.getItem(PRINT) !== "no";
printToo.addEventListener("change", () => {
  localStorage.setItem(PRINT, printToo.checked ? "yes" : "no");
});
