// How the open line looks: its sign, its words, what is taken off, what a key may do just now.

import { buttonOf, every, one } from "../../common/dom.js";
import { showWorth, unitLabel } from "../../common/locale.js";
import { GRAM, isCounted } from "../../common/units.js";
import { askTerms, sentence } from "./words.js";

const ROOMY_SIGNS = 5; // more of them are written smaller, so that none is cut off

/** @param {import("./open.js").OpenLine} open */
export function showLine(open) {
  const { form, material, say } = open;
  const found = open.read();
  const bad = Boolean(found.reason) && found.reason !== "empty" && !open.isEmpty();
  const box = one(form, "[data-scale]");
  box.className = `scale line ${material ? material.family : "rest"}${bad ? " is-bad" : ""}`;
  const sign = `${say.sprite}#${material ? material.family : "timbang"}`;
  one(box, "use").setAttribute("href", sign);
  showFields(open, bad && found.reason ? found.field : "");
  showWords(open, found);
  showLess(open);
  showKeys(open);
}

/**
 * @param {import("./open.js").OpenLine} open
 * @param {string} wrong the field that cannot be read; empty if none
 */
function showFields({ fields, active, whys }, wrong) {
  for (const [name, field] of Object.entries(fields)) {
    field.setAttribute("aria-invalid", String(wrong === name));
    field.classList.toggle("is-active", name === active);
    field.classList.toggle("is-long", field.value.length > ROOMY_SIGNS);
  }
  for (const why of whys) {
    const label = /** @type {HTMLElement} */ (why.parentElement);
    label.classList.toggle("is-on", why.checked);
  }
}

/**
 * @param {import("./open.js").OpenLine} open
 * @param {Reading} found
 */
function showWords(open, found) {
  const { form, material, exact, say } = open;
  const nothing = open.isEmpty() && !material;
  const words = sentence(found, { chosen: Boolean(open.slug), exact }, say);
  write(form, "kind-name", material ? material.name : say.sayChoose);
  write(form, "unit", material ? unitLabel(material.unit, 0) : "");
  write(form, "small-unit", isCounted(open.unit) ? GRAM : open.unit);
  write(form, "words", nothing ? "" : words);
  write(form, "worth", found.reason ? "" : ` · ${showWorth(found.rupiah, found.price)}`);
  write(form, "ask-terms", material ? askTerms(material, say) : "");
  one(form, "[data-ask]").hidden = !material || material.price !== null;
}

/**
 * the container, and what is wet or dirty
 * @param {import("./open.js").OpenLine} open
 */
function showLess({ form, fields, active, material, unit, less }) {
  for (const name of /** @type {const} */ (["tare", "rejected"])) {
    const part = less[name];
    part.hidden = !fields[name].value && active !== name;
    const key = buttonOf(form, `[data-key="${name}"]`);
    key.setAttribute("aria-pressed", String(!part.hidden));
    key.disabled = !material || (name === "tare" && isCounted(unit));
  }
  one(form, "[data-whys]").hidden = less.rejected.hidden;
  form.classList.toggle("is-less", !less.tare.hidden || !less.rejected.hidden);
}

/** @param {import("./open.js").OpenLine} open */
function showKeys({ form, active, material, unit }) {
  buttonOf(form, '[data-key="small"]').disabled = !material || isCounted(unit);
  // on a phone the tiles make room for it, as no other material is chosen meanwhile
  const takingOff = active === "tare" || active === "rejected";
  form.classList.toggle("is-taking-off", takingOff);
  const cable = one(form, '[data-key="scale"]');
  cable.hidden = takingOff || !cable.dataset.offered;
  one(form, '[data-key="next"]').hidden = !cable.hidden;
}

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 * @param {string} text
 */
function write(form, name, text) {
  for (const element of every(form, `[data-${name}]`)) {
    element.textContent = text;
  }
}
