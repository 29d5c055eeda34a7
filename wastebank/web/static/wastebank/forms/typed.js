// What is typed into a form of a page and not sent yet. It is put back when the page is opened
// anew: by a reload, by "Back", in the other language, after another page, after signing in again,
// and when the network was lost on the way. The desks keep their own drafts: a form with
// data-person.
//
// It lies in this tab alone, for its person and an hour, and goes with the answer of our server,
// with a sign-out, or when somebody drops it. Secrets are never kept. What was on its way when no
// answer came keeps its key, so that it is recorded once however often it is sent.

import { copyFrom, datum, every, maybe, one } from "../common/dom.js";

const PREFIX = "form:";
const KEPT_MS = 3600 * 1000;
const NOT_KEPT = ["hidden", "password", "file", "submit", "button", "reset", "image"];

const pattern = one(document, "[data-form-note]");
const person = datum(pattern, "of");
const secrets = datum(pattern, "never").split(" ");

/**
 * @param {HTMLFormElement} form
 * @returns {FormField[]}
 */
function fieldsOf(form) {
  const fields = /** @type {any[]} */ (Array.from(form.elements));
  return fields.filter((field) => {
    const isWritten = /^(INPUT|TEXTAREA|SELECT)$/.test(field.tagName) && Boolean(field.name);
    return isWritten && !NOT_KEPT.includes(field.type) &&
      !secrets.includes(field.name.replace(/\d+$/, ""));
  });
}

/** @param {FormField} field */
function isTicked(field) {
  return ["checkbox", "radio"].includes(field.type);
}

/** @param {FormField} field */
function typedIn(field) {
  return isTicked(field) ? String(field.checked) : field.value;
}

/** @param {FormField} field as the server wrote it */
function servedIn(field) {
  if (field.tagName === "SELECT") {
    const options = Array.from(field.options);
    return (options.find((option) => option.defaultSelected) || options[0] || { value: "" }).value;
  }
  return isTicked(field) ? String(field.defaultChecked) : field.defaultValue;
}

/**
 * @param {HTMLFormElement} form
 * @param {(field: FormField) => string} read
 */
function all(form, read) {
  return JSON.stringify(fieldsOf(form).map(read));
}

/** @param {HTMLFormElement} form */
function keyOf(form) {
  return /** @type {HTMLInputElement | null} */ (maybe(form, "input[type=hidden][name=key]"));
}

/**
 * A form by what it is about: two on a page may ask the same of two things.
 * @param {HTMLFormElement} form
 */
function nameOf(form) {
  const fields = /** @type {HTMLInputElement[]} */ (every(form, "input[type=hidden]"));
  const ofEvery = ["key", "csrfmiddlewaretoken", "person"];
  const about = fields.filter(({ name }) => !ofEvery.includes(name));
  const words = [form.getAttribute("action") || "", ...about.map(({ value }) => value)];
  return `${PREFIX}${person}:${location.pathname}:${words.join(" ")}`;
}

/** @returns {HTMLFormElement[]} those that record something */
function forms() {
  const found = /** @type {HTMLFormElement[]} */ (every(document, "main form[method=post]"));
  return found.filter((form) => keyOf(form) && !form.matches("[data-person]"));
}

/**
 * @param {string} name
 * @returns {TypedForm | null}
 */
function keptAs(name) {
  const text = sessionStorage.getItem(name);
  return text ? JSON.parse(text) : null;
}

/**
 * @param {HTMLFormElement} form
 * @param {boolean} sent
 */
function keep(form, sent) {
  const [name, typed, served] = [nameOf(form), all(form, typedIn), all(form, servedIn)];
  const before = keptAs(name);
  const places = before ? before.served.filter((each) => each !== served) : [];
  if (typed === served && !before) {
    return;
  }
  const key = sent ? (keyOf(form) || { value: "" }).value : "";
  const path = location.pathname;
  const kept = { at: Date.now(), path, typed, served: [...places, served], key, sent };
  try {
    sessionStorage.setItem(name, JSON.stringify(kept));
  } catch (_full) {
    // the form is sent all the same
  }
}

/**
 * Whether this page is our server's answer to the form of a page: it comes from there, or from
 * signing in on the way. After a line that broke, somebody comes from elsewhere.
 * @param {string} path
 */
function isAnswerTo(path) {
  const [way] = /** @type {PerformanceNavigationTiming[]} */ (
    performance.getEntriesByType("navigation")
  );
  const before = document.referrer.slice(location.origin.length).split("?")[0];
  const isSentOn = !way || way.type === "navigate";
  const isSentAgain = !isSentOn && way.type === "reload" && path !== location.pathname;
  return (isSentOn || isSentAgain) && [path, datum(pattern, "logIn")].includes(before);
}

/** @param {boolean} isGone whether nobody may find anything here any more */
function tidy(isGone = false) {
  const names = Object.keys(sessionStorage).filter((name) => name.startsWith(PREFIX));
  for (const name of names) {
    const { at, sent, path } = keptAs(name) || { at: 0, sent: false, path: "" };
    if (isGone || (sent && isAnswerTo(path)) || Date.now() - at > KEPT_MS) {
      sessionStorage.removeItem(name);
    }
  }
}

/**
 * A form that was refused says again what was sent: it is typed and not recorded.
 * @param {HTMLFormElement} form
 */
function hearRefusal(form) {
  const kept = keptAs(nameOf(form));
  if (kept && kept.sent && kept.typed === all(form, servedIn)) {
    sessionStorage.setItem(nameOf(form), JSON.stringify({ ...kept, key: "", sent: false }));
  }
}

/**
 * @param {HTMLFormElement} form
 * @param {TypedForm} kept
 */
function putBack(form, { typed, key }) {
  const texts = /** @type {string[]} */ (JSON.parse(typed));
  fieldsOf(form).forEach((field, index) => {
    if (isTicked(field)) {
      field.checked = texts[index] === "true";
    } else {
      field.value = texts[index];
    }
    field.dispatchEvent(new Event("change", { bubbles: true }));
    const folded = /** @type {HTMLDetailsElement | null} */ (field.closest("details"));
    if (folded) {
      folded.open = true;
    }
  });
  const own = keyOf(form);
  if (own && key) {
    own.value = key;
  }
}

/** @param {HTMLFormElement} form */
function offer(form) {
  const name = nameOf(form);
  const kept = keptAs(name);
  const served = all(form, servedIn);
  if (!kept || kept.typed === served || !kept.served.includes(served)) {
    return;
  }
  putBack(form, kept);
  const note = copyFrom(document, "[data-form-note]");
  one(note, "[data-drop]").addEventListener("click", () => {
    sessionStorage.removeItem(name);
    location.reload();
  });
  form.before(note);
}

function begin() {
  const found = forms();
  found.forEach(hearRefusal);
  tidy();
  for (const form of found) {
    offer(form);
    form.addEventListener("input", () => keep(form, false));
    form.addEventListener("change", () => keep(form, false));
  }
  // after the page's own scripts, which may have stopped it
  window.addEventListener("submit", (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (form.matches(datum(pattern, "out"))) {
      tidy(true);
    } else if (found.includes(form) && !event.defaultPrevented) {
      keep(form, true);
    }
  });
}

begin();
