// What stands in the table and is not done yet, taken down and put back.

import { choiceOf, datum, every, fieldOf, one } from "../../common/dom.js";

/**
 * { common, rows: { member number: [{ kind, text, price }] } }
 * @param {HTMLElement} form
 * @returns {Draft}
 */
export function readRows(form) {
  /** @type {Draft["rows"]} */
  const rows = {};
  for (const row of every(form, "[data-row]")) {
    const lines = Array.from(every(row, ".crowd-line"), (line) => ({
      kind: fieldOf(line, "[data-kind]").value,
      text: fieldOf(line, "[data-crowd-weight]").value,
      price: fieldOf(line, "[data-crowd-price]").value,
    }));
    if (lines.some((line) => line.text)) {
      rows[datum(row, "row")] = lines;
    }
  }
  return { common: fieldOf(form, "[data-common]").value, rows };
}

/**
 * @param {HTMLInputElement | HTMLSelectElement} field
 * @param {string} text
 */
function say(field, text) {
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/**
 * @param {HTMLElement} row
 * @param {Draft["rows"][string]} lines
 */
function typeRow(row, lines) {
  lines.forEach((line, index) => {
    if (index > 0) {
      one(row, "[data-line-more]").click();
    }
    const fields = every(row, ".crowd-line")[index];
    fieldOf(fields, "[data-kind]").value = line.kind;
    fieldOf(fields, "[data-crowd-price]").value = line.price || "";
    say(fieldOf(fields, "[data-crowd-weight]"), line.text);
  });
}

/**
 * true when something was put back
 * @param {HTMLElement} form
 * @param {Draft | undefined} draft
 */
export function typeRows(form, draft) {
  if (!draft) {
    return false;
  }
  const common = choiceOf(form, "[data-common]");
  if (Array.from(common.options).some((option) => option.value === draft.common)) {
    say(common, draft.common);
  }
  const open = every(form, "[data-row]:not(.is-done)");
  const found = open.filter((row) => draft.rows[datum(row, "row")]);
  for (const row of found) {
    typeRow(row, draft.rows[datum(row, "row")]);
  }
  const next = open.find((row) => !draft.rows[datum(row, "row")]) || found[0];
  if (next) {
    const weight = fieldOf(next, "[data-crowd-weight]");
    weight.focus();
    weight.select();
  }
  return found.length > 0;
}
