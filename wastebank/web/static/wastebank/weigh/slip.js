// The closed lines of a deposit. Each carries its fields as they were typed, so that the form can
// be sent as it stands.

import { copyFrom, fieldOf, maybe, one } from "../common/dom.js";
import { showWorth } from "../common/locale.js";
import { emptyLine, isFarFromUsual, readLine, whole } from "./reading.js";
import { showTerms } from "./line/words.js";

/** @type {Record<string, keyof TypedLine>} */
const FIELDS = {
  material: "slug",
  amount: "text",
  tare: "tare",
  rejected: "rejected",
  reason: "why",
  price: "price",
  source: "source",
};

/**
 * @param {HTMLFormElement} form
 * @param {Materials} materials
 * @param {Say} say
 */
export function hangSlip(form, materials, say) {
  const list = one(form, "[data-lines]");
  const sliding = one(form, "[data-sliding]");

  /**
   * @param {HTMLElement} item
   * @param {TypedLine} line
   */
  function fillLine(item, line) {
    const [found] = whole([readLine(line, materials)]); // only those are closed
    const { family, name } = found.material;
    const opener = one(item, "[data-open]");
    opener.classList.add(family);
    opener.classList.toggle("is-odd", isFarFromUsual(found));
    one(item, "use").setAttribute("href", `${say.sprite}#${family}`);
    one(item, "[data-name]").textContent = name;
    one(item, "[data-rupiah]").textContent = showWorth(found.rupiah, found.price);
    one(item, "[data-terms]").textContent = showTerms(found, say);
    for (const [field, key] of Object.entries(FIELDS)) {
      fieldOf(item, `[name=${field}]`).value = line[key];
    }
  }

  /**
   * @param {TypedLine[]} lines
   * @param {boolean} arrived
   */
  function show(lines, arrived) {
    list.textContent = "";
    lines.forEach((line, index) => {
      const item = copyFrom(form, "[data-line-pattern]");
      item.dataset.index = String(index);
      fillLine(item, line);
      if (arrived && index === lines.length - 1) {
        item.classList.add("is-new");
      }
      list.append(item);
    });
    if (arrived) {
      sliding.scrollTop = sliding.scrollHeight;
    }
  }

  /**
   * what the server sent back, with everything typed kept
   * @returns {TypedLine[]}
   */
  function standing() {
    return Array.from(list.children, (item) => {
      const line = emptyLine();
      for (const [field, key] of Object.entries(FIELDS)) {
        const kept = /** @type {HTMLInputElement | null} */ (maybe(item, `[name=${field}]`));
        line[key] = kept ? kept.value : "";
      }
      return line;
    });
  }

  return { show, standing };
}
