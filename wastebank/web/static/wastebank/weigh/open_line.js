// The open line: a material, what the scale shows, the container, what is wet or dirty, a price
// where one has to ask. Its fields are the last of the form; the keypad writes into the one that
// was touched last.

import { buttonOf, every, fieldOf, one } from "../common/dom.js";
import {
  decimal,
  fill,
  per,
  showAmount,
  showPrice,
  showTimes,
  showWorth,
  unitLabel,
  wordsAmount,
} from "../common/locale.js";
import { GRAM, isCounted } from "../common/units.js";
import { emptyLine, readLine } from "./reading.js";

const LONG_PRESS_MS = 600;
const ROOMY_SIGNS = 5; // more of them are written smaller, so that none is cut off

/**
 * @param {HTMLFormElement} form
 * @param {Materials} materials
 * @param {Say} say
 */
export function openScale(form, materials, say) {
  const box = one(form, "[data-scale]");
  const fields = {
    weight: fieldOf(form, "[data-weight]"),
    tare: fieldOf(form, "[data-tare]"),
    rejected: fieldOf(form, "[data-rejected]"),
    price: fieldOf(form, "[data-price-typed]"),
  };
  const whys = /** @type {HTMLInputElement[]} */ (every(form, "[data-why]"));
  const less = {
    tare: one(form, "[data-less=tare]"),
    rejected: one(form, "[data-less=rejected]"),
  };
  let slug = "";
  let exact = ""; // what the scale sent, to the gram; gone as soon as a hand changes it
  /** @type {keyof typeof fields} */
  let active = "weight";

  /** @returns {TypedLine} */
  function line() {
    const why = whys.find((choice) => choice.checked);
    return {
      slug,
      text: exact || fields.weight.value,
      tare: fields.tare.value,
      rejected: fields.rejected.value,
      why: why && fields.rejected.value ? why.value : "",
      price: fields.price.value,
      source: exact ? "scale" : "typed",
    };
  }

  /** @param {TypedLine | null} given */
  function put(given) {
    const next = given || emptyLine();
    slug = next.slug;
    exact = next.source === "scale" ? next.text : "";
    fields.weight.value = next.text;
    fields.tare.value = next.tare;
    fields.rejected.value = next.rejected;
    fields.price.value = next.price;
    for (const why of whys) {
      why.checked = why.value === next.why;
    }
    active = "weight";
    if (exact) {
      showExact();
    }
  }

  // "1235g" is what is sent, for 1,235 could be read both ways; the figure is what people see
  function showExact() {
    const amount = Number(exact.replace(/[gml]+$/, ""));
    fields.weight.value = showAmount(amount, unit()).split(" ")[0];
  }

  /** @param {number} amount */
  function takeWeight(amount) {
    exact = `${amount}${isCounted(unit()) ? "" : unit()}`;
    showExact();
  }

  /** @returns {Unit} */
  function unit() {
    return materials[slug] ? materials[slug].unit : GRAM;
  }

  function read() {
    return readLine(line(), materials);
  }

  function isEmpty() {
    return fields.weight.value === "";
  }

  /** @param {string} [name] */
  function focus(name = "weight") {
    active = name === "why" ? "rejected" : /** @type {keyof typeof fields} */ (name);
    show();
    (name === "why" && whys.length ? whys[0] : fields[active]).focus();
  }

  /**
   * Back to what was typed before: it is chosen as a whole, and what is typed now takes its place.
   * @param {string} [name]
   */
  function comeBack(name = "weight") {
    focus(name);
    if (name !== "why") {
      fields[active].select();
    }
  }

  /** @param {HTMLInputElement} field */
  function isChosen(field) {
    const { selectionStart: from, selectionEnd: to, value } = field;
    return field === document.activeElement && value !== "" && from === 0 && to === value.length;
  }

  // --- showing

  /**
   * what a price is for, and where it ends
   * @param {Material} material
   */
  function askTerms({ most, unit }) {
    return most === null ? per(unit) : fill(say.sayDear, { text: showPrice(most, unit) });
  }

  /** @param {Reading} found */
  function sentence(found) {
    if (found.reason === "empty") {
      return slug ? say.sayEmpty : "";
    }
    if (found.reason) {
      const words = say[`say${camel(found.reason)}`] || "";
      const facts = { text: found.text || "", hint: found.hint };
      return fill(found.hint ? say.sayAmbiguousHint : words, facts);
    }
    const words = wordsAmount(found.amount, found.material.unit);
    return exact ? `${words} · ${say.sayFromScale}` : words;
  }

  /** @param {"tare" | "rejected"} name */
  function showOpen(name) {
    const part = less[name];
    part.hidden = !fields[name].value && active !== name;
    const key = buttonOf(form, `[data-key="${name}"]`);
    key.setAttribute("aria-pressed", String(!part.hidden));
    key.disabled = !materials[slug] || (name === "tare" && isCounted(unit()));
  }

  function show() {
    const material = materials[slug];
    const found = read();
    const bad = Boolean(found.reason) && found.reason !== "empty" && !isEmpty();
    const wrongField = found.reason ? found.field : "";
    box.className = `scale line ${material ? material.family : "rest"}${bad ? " is-bad" : ""}`;
    for (const [name, field] of Object.entries(fields)) {
      field.setAttribute(
        "aria-invalid",
        String(bad && wrongField === name),
      );
      field.classList.toggle("is-active", name === active);
      field.classList.toggle("is-long", field.value.length > ROOMY_SIGNS);
    }
    write("kind-name", material ? material.name : say.sayChoose);
    write("unit", material ? unitLabel(material.unit, 0) : "");
    write("small-unit", isCounted(unit()) ? GRAM : unit());
    write("words", isEmpty() && !material ? "" : sentence(found));
    write("worth", found.reason ? "" : ` · ${showWorth(found.rupiah, found.price)}`);
    one(form, "[data-ask]").hidden = !material || material.price !== null;
    write("ask-terms", material ? askTerms(material) : "");
    buttonOf(form, '[data-key="small"]').disabled = !material || isCounted(unit());
    const sign = `${say.sprite}#${material ? material.family : "timbang"}`;
    one(box, "use").setAttribute("href", sign);
    for (const why of whys) {
      const label = /** @type {HTMLElement} */ (why.parentElement);
      label.classList.toggle("is-on", why.checked);
    }
    showOpen("tare");
    showOpen("rejected");
    one(form, "[data-whys]").hidden = less.rejected.hidden;
    // on a phone the tiles make room for it, as no other material is chosen meanwhile
    const takingOff = active === "tare" || active === "rejected";
    form.classList.toggle("is-taking-off", takingOff);
    form.classList.toggle("is-less", !less.tare.hidden || !less.rejected.hidden);
    const cable = one(form, '[data-key="scale"]');
    cable.hidden = takingOff || !cable.dataset.offered;
    one(form, '[data-key="next"]').hidden = !cable.hidden;
  }

  /**
   * @param {string} name
   * @param {string} text
   */
  function write(name, text) {
    for (const element of every(form, `[data-${name}]`)) {
      element.textContent = text;
    }
  }

  // --- the keypad

  /** @param {string} sign */
  function type(sign) {
    const field = fields[active];
    touched(field);
    if (isChosen(field) && sign !== "small") {
      field.value = "";
    }
    if (sign === "back") {
      field.value = field.value.slice(0, -1);
    } else if (sign === "small") {
      const bare = field.value.replace(/[gml]+$/, "");
      field.value = bare === field.value ? bare + unit() : bare;
    } else {
      field.value += sign === "decimal" ? decimal : sign;
    }
  }

  function clear() {
    fields[active].value = "";
    exact = active === "weight" ? "" : exact;
  }

  /**
   * a hand on the weight: it is no longer what the scale said
   * @param {HTMLInputElement} field
   */
  function touched(field) {
    if (field === fields.weight && exact) {
      exact = "";
      field.value = "";
    }
  }

  /**
   * Tara, Basah: open their field, write into it, go back to the weight when pressed again
   * @param {"tare" | "rejected"} name
   */
  function turnTo(name) {
    const back = active === name;
    if (name === "rejected" && !back && !whys.some((why) => why.checked)) {
      whys[0].checked = true;
    }
    focus(back ? "weight" : name);
  }

  /**
   * @param {HTMLElement} key
   * @param {() => void} changed
   */
  function heldBack(key, changed) {
    let held = 0;
    key.addEventListener("pointerdown", () => {
      held = setTimeout(() => {
        clear();
        changed();
      }, LONG_PRESS_MS);
    });
    for (const end of ["pointerup", "pointerleave", "pointercancel"]) {
      key.addEventListener(end, () => clearTimeout(held));
    }
  }

  /**
   * @param {() => void} before
   * @param {() => void} changed
   */
  function listen(before, changed) {
    for (const [name, field] of Object.entries(fields)) {
      field.addEventListener("beforeinput", () => {
        before();
        touched(field);
      });
      field.addEventListener("input", changed);
      field.addEventListener("focus", () => {
        active = /** @type {keyof typeof fields} */ (name);
        show();
      });
    }
    for (const why of whys) {
      why.addEventListener("change", changed);
    }
    heldBack(one(form, '[data-key="back"]'), changed);
  }

  /** @param {EventTarget | null} element */
  function holdsField(element) {
    return Object.values(fields).some((field) => field === element);
  }

  function quiet() {
    for (const field of Object.values(fields)) {
      field.setAttribute("inputmode", "none");
    }
  }

  return {
    ...{ line, put, read, isEmpty, focus, comeBack, show, type, clear, turnTo, takeWeight, listen },
    ...{ holdsField, quiet, slug: () => slug, isWeighed: () => unit() === GRAM },
    choose: (/** @type {string} */ next) => {
      slug = next;
    },
    weight: fields.weight,
  };
}

/**
 * what left the scale again, in words: "2,500 kg − 0,300 tara − 0,200 basah"
 * @param {ReadLine} found
 * @param {Say} say
 */
export function showTerms(found, say) {
  const unit = found.material.unit;
  const parts = [showTimes(found.amount, unit, found.price)];
  if (found.tare) {
    parts.push(fill(say.sayLessTare, { amount: showAmount(found.tare, unit) }));
  }
  if (found.rejected) {
    const why = say[`sayWhy${camel(found.why)}`];
    parts.push(fill(say.sayLessRejected, { amount: showAmount(found.rejected, unit), why }));
  }
  if (found.source === "scale") {
    parts.push(say.sayFromScale);
  } else if (say.cable && unit === GRAM) {
    parts.push(say.sayTyped); // where a scale is connected, a typed weight stands out
  }
  return parts.join(" · ");
}

/** @param {string} reason */
export function camel(reason) {
  return reason.replace(/(^|_)(\w)/g, (_whole, _gap, letter) => letter.toUpperCase());
}
