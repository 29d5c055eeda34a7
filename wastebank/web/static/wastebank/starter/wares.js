// Rows that are taken by typing a price. Every field is kept at the server when one leaves it, and
// its answer says what each row and the sums read now: nothing is judged here.
//
// Enter goes to the next price, at a family's end into the next; "t" in a price is "ask each time";
// "/" finds. A form with [data-wares] holds rows [data-ware] in sections [data-family]; what is
// taken so far, and the key, stand anywhere on the page.

import { around, datum, every, fieldOf, formOf, maybe, one, targetOf } from "../common/dom.js";
import { searchForm, soughtWords } from "../common/names.js";
import { post } from "../common/posting.js";

const form = formOf(document, "[data-wares]");
const seek = fieldOf(form, "[data-seek] input");
const sections = /** @type {HTMLDetailsElement[]} */ (every(form, "details.family"));
const opened = sections.map((section) => section.open);

/** @returns {HTMLInputElement[]} the prices that can be written into, in their order */
function prices() {
  const all = /** @type {HTMLInputElement[]} */ (every(form, "[data-figure]"));
  return all.filter((field) => {
    const row = /** @type {HTMLElement} */ (field.closest(".ware"));
    return !field.closest(".sale") && !row.hidden;
  });
}

/** @param {HTMLElement} field */
function open(field) {
  const section = /** @type {HTMLDetailsElement | null} */ (field.closest("details"));
  if (section) {
    section.open = true;
  }
}

/** @param {HTMLElement} field */
function goOn(field) {
  const all = prices();
  const row = field.closest(".ware");
  const here = all.findIndex((price) => price.closest(".ware") === row);
  // from a name of one's own first to its price
  const next = field.matches("[data-figure], [data-ask]") ? all[here + 1] : all[here];
  if (next) {
    open(next);
    next.focus();
    next.select();
  } else {
    one(document, "[data-save]").focus();
  }
}

// --- asked each time

/**
 * @param {HTMLElement} row
 * @param {boolean} isAsked
 */
function ask(row, isAsked) {
  const price = fieldOf(row, "[data-figure]");
  fieldOf(row, "[data-ask]").checked = isAsked;
  row.classList.toggle("is-asked", isAsked);
  if (isAsked) {
    price.value = "";
  }
}

// --- what the server says of it

/**
 * @param {HTMLElement} row
 * @param {string} name
 * @param {string | boolean} said
 */
function tell(row, name, said) {
  const line = maybe(row, `[data-${name}]`);
  if (line) {
    line.hidden = !said;
  }
  const words = maybe(row, `[data-${name}-words]`);
  if (words && typeof said === "string") {
    words.textContent = said;
  }
}

/**
 * @param {HTMLElement | null} row
 * @param {WareSaid} said
 */
function tellRow(row, said) {
  if (!row) {
    return;
  }
  tell(row, "problem", said.problem);
  tell(row, "dear", said.dear);
  tell(row, "unpaid", said.is_unpaid);
  const price = fieldOf(row, "[data-figure]");
  price.setAttribute("aria-invalid", String(Boolean(said.problem)));
  one(row, ".money").classList.toggle("is-stop", Boolean(said.problem));
}

/** @param {WaresSaid} said */
function tellAll(said) {
  for (const [code, row] of Object.entries(said.wares)) {
    tellRow(maybe(form, `[data-ware="${code}"]`), row);
  }
  for (const [number, row] of Object.entries(said.own)) {
    tellRow(maybe(form, `[data-own="${number}"]`), { ...row, dear: "", is_unpaid: false });
  }
  for (const [code, words] of Object.entries(said.families)) {
    one(form, `[data-family="${code}"] [data-family-words]`).textContent = words;
  }
  put("count", said.count);
  put("asked", String(said.asked));
  put("key-words", said.key);
  for (const line of every(document, "[data-asked-line]")) {
    line.hidden = !said.asked;
  }
}

/**
 * @param {string} name
 * @param {string} text
 */
function put(name, text) {
  for (const element of every(document, `[data-${name}]`)) {
    element.textContent = text;
  }
}

let turn = 0;

async function keep() {
  turn += 1;
  const mine = turn;
  const unkept = one(form, "[data-unkept]");
  try {
    const path = form.getAttribute("action") || "";
    const { json } = await post(form, path, new FormData(form), { keepalive: true });
    unkept.hidden = true;
    if (mine === turn) {
      tellAll(json);
      form.dataset.ready = String(mine);
    }
  } catch (_problem) {
    unkept.hidden = false;
  }
}

// --- finding

function find() {
  const words = soughtWords(seek.value);
  for (const row of every(form, "[data-ware]")) {
    const found = searchForm(datum(row, "find"));
    row.hidden = !words.every((word) => found.includes(word));
  }
  let hits = 0;
  sections.forEach((section, index) => {
    const shown = every(section, "[data-ware]:not([hidden])").length;
    const isOwn = section.id === "own";
    section.hidden = Boolean(words.length) && !shown && !isOwn;
    section.open = words.length && !isOwn ? shown > 0 : opened[index];
    hits += shown;
  });
  one(form, "[data-nothing]").hidden = hits > 0;
}

// --- hands

/** @param {KeyboardEvent} event */
function onKey(event) {
  const field = targetOf(event);
  const isTyping = field.matches("input, select, textarea") && !field.matches("[data-figure]");
  if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    seek.focus();
    seek.select();
    return;
  }
  if (!form.contains(field) || event.isComposing) {
    return;
  }
  if (event.key === "Enter" && field.matches("input")) {
    event.preventDefault();
    const first = prices()[0];
    if (field === seek && first) {
      open(first);
      first.focus();
    } else if (field !== seek) {
      goOn(field);
    }
  } else if (event.key.toLowerCase() === "t" && field.matches("[data-figure]")) {
    const row = around(event, ".ware");
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (row && isPlain && maybe(row, "[data-ask]")) {
      event.preventDefault();
      ask(row, !fieldOf(row, "[data-ask]").checked);
      keep();
    }
  }
}

form.addEventListener("change", (event) => {
  const row = around(event, ".ware");
  const field = targetOf(event);
  if (field === seek) {
    return;
  }
  if (row && field.matches("[data-ask]")) {
    ask(row, fieldOf(row, "[data-ask]").checked);
  }
  keep();
});
form.addEventListener("input", (event) => {
  const field = targetOf(event);
  const row = around(event, ".ware");
  if (field === seek) {
    find();
  } else if (
    row && field.matches("[data-figure]") && fieldOf(form, `#${CSS.escape(field.id)}`).value
  ) {
    const asked = /** @type {HTMLInputElement | null} */ (maybe(row, "[data-ask]"));
    if (asked && asked.checked && !field.closest(".sale")) {
      asked.checked = false;
      row.classList.remove("is-asked");
    }
  }
});
document.addEventListener("keydown", onKey);
for (const way of every(document, 'a[href="#own"]')) {
  way.addEventListener("click", (event) => {
    event.preventDefault();
    const own = one(form, "#own");
    open(one(own, "summary"));
    one(own, "input").focus();
  });
}
form.dataset.ready = "0";
