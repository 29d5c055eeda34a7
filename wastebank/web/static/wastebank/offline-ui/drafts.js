// What stands in the table and is not done yet, taken down and put back.

// { common, rows: { member number: [{ kind, text }] } }
export function readRows(form) {
  const rows = {};
  for (const row of form.querySelectorAll("[data-row]")) {
    const lines = Array.from(row.querySelectorAll(".crowd-line"), (line) => ({
      kind: line.querySelector("[data-kind]").value,
      text: line.querySelector("[data-crowd-weight]").value,
    }));
    if (lines.some((line) => line.text)) {
      rows[row.dataset.row] = lines;
    }
  }
  return { common: form.querySelector("[data-common]").value, rows };
}

function say(field, text) {
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function typeRow(row, lines) {
  lines.forEach((line, place) => {
    if (place > 0) {
      row.querySelector("[data-line-more]").click();
    }
    const fields = row.querySelectorAll(".crowd-line")[place];
    fields.querySelector("[data-kind]").value = line.kind;
    say(fields.querySelector("[data-crowd-weight]"), line.text);
  });
}

// true when something was put back
export function typeRows(form, draft) {
  if (!draft) {
    return false;
  }
  const common = form.querySelector("[data-common]");
  if (Array.from(common.options).some((option) => option.value === draft.common)) {
    say(common, draft.common);
  }
  const open = Array.from(form.querySelectorAll("[data-row]:not(.is-done)"));
  const found = open.filter((row) => draft.rows[row.dataset.row]);
  for (const row of found) {
    typeRow(row, draft.rows[row.dataset.row]);
  }
  const next = open.find((row) => !draft.rows[row.dataset.row]) || found[0];
  if (next) {
    next.querySelector("[data-crowd-weight]").focus();
  }
  return found.length > 0;
}
