// The open line: a material, what the scale shows, the container, what is wet or dirty, a price
// where one has to ask. Its fields are the last of the form; the keypad writes into the one that
// was touched last.

import { every, fieldOf, one } from "../../common/dom.js";
import { decimal, showAmount } from "../../common/locale.js";
import { GRAM, isCounted } from "../../common/units.js";
import { showLine } from "./shown.js";
import { emptyLine, readLine } from "../reading.js";

const LONG_PRESS_MS = 600;

/** @typedef {"weight" | "tare" | "rejected" | "price"} FieldName */

export class OpenLine {
  /**
   * @param {HTMLFormElement} form
   * @param {Materials} materials
   * @param {Say} say
   */
  constructor(form, materials, say) {
    this.form = form;
    this.materials = materials;
    this.say = say;
    this.fields = {
      weight: fieldOf(form, "[data-weight]"),
      tare: fieldOf(form, "[data-tare]"),
      rejected: fieldOf(form, "[data-rejected]"),
      price: fieldOf(form, "[data-price-typed]"),
    };
    this.whys = /** @type {HTMLInputElement[]} */ (every(form, "[data-why]"));
    this.less = {
      tare: one(form, "[data-less=tare]"),
      rejected: one(form, "[data-less=rejected]"),
    };
    this.slug = "";
    this.exact = ""; // what the scale sent, to the gram; gone as soon as a hand changes it
    /** @type {FieldName} */
    this.active = "weight";
  }

  /** @returns {Material | undefined} */
  get material() {
    return this.materials[this.slug];
  }

  /** @returns {Unit} */
  get unit() {
    return this.material ? this.material.unit : GRAM;
  }

  get isWeighed() {
    return this.unit === GRAM;
  }

  /** @returns {TypedLine} */
  line() {
    const { weight, tare, rejected, price } = this.fields;
    const why = this.whys.find((choice) => choice.checked);
    return {
      slug: this.slug,
      text: this.exact || weight.value,
      tare: tare.value,
      rejected: rejected.value,
      why: why && rejected.value ? why.value : "",
      price: price.value,
      source: this.exact ? "scale" : "typed",
    };
  }

  /** @param {TypedLine | null} given */
  put(given) {
    const next = given || emptyLine();
    const { weight, tare, rejected, price } = this.fields;
    this.slug = next.slug;
    this.exact = next.source === "scale" ? next.text : "";
    weight.value = next.text;
    tare.value = next.tare;
    rejected.value = next.rejected;
    price.value = next.price;
    for (const why of this.whys) {
      why.checked = why.value === next.why;
    }
    this.active = "weight";
    if (this.exact) {
      this.showExact();
    }
  }

  // "1235g" is what is sent, for 1,235 could be read both ways; the figure is what people see
  showExact() {
    const amount = Number(this.exact.replace(/[gml]+$/, ""));
    this.fields.weight.value = showAmount(amount, this.unit).split(" ")[0];
  }

  /** @param {number} amount */
  takeWeight(amount) {
    this.exact = `${amount}${isCounted(this.unit) ? "" : this.unit}`;
    this.showExact();
  }

  read() {
    return readLine(this.line(), this.materials);
  }

  isEmpty() {
    return this.fields.weight.value === "";
  }

  show() {
    showLine(this);
  }

  /** @param {string} [name] */
  focus(name = "weight") {
    this.active = name === "why" ? "rejected" : /** @type {FieldName} */ (name);
    this.show();
    (name === "why" && this.whys.length ? this.whys[0] : this.fields[this.active]).focus();
  }

  /**
   * Back to what was typed before: it is chosen as a whole, and what is typed now takes its place.
   * @param {string} [name]
   */
  comeBack(name = "weight") {
    this.focus(name);
    if (name !== "why") {
      this.fields[this.active].select();
    }
  }

  // --- the keypad

  /** @param {string} sign */
  type(sign) {
    const field = this.fields[this.active];
    this.touched(field);
    if (isChosen(field) && sign !== "small") {
      field.value = "";
    }
    if (sign === "back") {
      field.value = field.value.slice(0, -1);
    } else if (sign === "small") {
      const bare = field.value.replace(/[gml]+$/, "");
      field.value = bare === field.value ? bare + this.unit : bare;
    } else {
      field.value += sign === "decimal" ? decimal : sign;
    }
  }

  clear() {
    this.fields[this.active].value = "";
    this.exact = this.active === "weight" ? "" : this.exact;
  }

  /**
   * a hand on the weight: it is no longer what the scale said
   * @param {HTMLInputElement} field
   */
  touched(field) {
    if (field === this.fields.weight && this.exact) {
      this.exact = "";
      field.value = "";
    }
  }

  /**
   * Tara, Basah: open their field, write into it, go back to the weight when pressed again
   * @param {"tare" | "rejected"} name
   */
  turnTo(name) {
    const back = this.active === name;
    if (name === "rejected" && !back && !this.whys.some((why) => why.checked)) {
      this.whys[0].checked = true;
    }
    this.focus(back ? "weight" : name);
  }

  // --- hands

  /**
   * @param {() => void} before
   * @param {() => void} changed
   */
  listen(before, changed) {
    for (const [name, field] of Object.entries(this.fields)) {
      field.addEventListener("beforeinput", () => {
        before();
        this.touched(field);
      });
      field.addEventListener("input", changed);
      field.addEventListener("focus", () => {
        this.active = /** @type {FieldName} */ (name);
        this.show();
      });
    }
    for (const why of this.whys) {
      why.addEventListener("change", changed);
    }
    onLongPress(one(this.form, '[data-key="back"]'), () => {
      this.clear();
      changed();
    });
  }

  /** @param {EventTarget | null} element */
  holdsField(element) {
    return Object.values(this.fields).some((field) => field === element);
  }

  quiet() {
    for (const field of Object.values(this.fields)) {
      field.setAttribute("inputmode", "none");
    }
  }
}

/** @param {HTMLInputElement} field */
function isChosen(field) {
  const { selectionStart: from, selectionEnd: to, value } = field;
  return field === document.activeElement && value !== "" && from === 0 && to === value.length;
}

/**
 * @param {HTMLElement} key
 * @param {() => void} carryOut
 */
function onLongPress(key, carryOut) {
  let held = 0;
  key.addEventListener("pointerdown", () => {
    held = setTimeout(carryOut, LONG_PRESS_MS);
  });
  for (const end of ["pointerup", "pointerleave", "pointercancel"]) {
    key.addEventListener(end, () => clearTimeout(held));
  }
}
