// The closed lines of a deposit. Each carries its fields as they were typed, so that the form can
// be sent as it stands.

import { showRupiah } from "../locale.js";
import { isFarFromUsual, readLine } from "./reading.js";
import { showTerms } from "./scale.js";

const FIELDS = {
  material: "slug",
  amount: "text",
  tare: "tare",
  rejected: "rejected",
  reason: "why",
  price: "price",
  source: "source",
};

export function hangSlip(form, materials, say) {
  const list = form.querySelector("[data-lines]");
  const pattern = form.querySelector("[data-line-pattern]");

  function fillLine(item, line) {
    const found = readLine(line, materials);
    const { family, name } = found.material;
    const opener = item.querySelector("[data-open]");
    opener.classList.add(family);
    opener.classList.toggle("is-odd", isFarFromUsual(found));
    item.querySelector("use").setAttribute("href", `${say.sprite}#${family}`);
    item.querySelector("[data-name]").textContent = name;
    item.querySelector("[data-rupiah]").textContent = showRupiah(found.rupiah);
    item.querySelector("[data-terms]").textContent = showTerms(found, say);
    for (const [field, key] of Object.entries(FIELDS)) {
      item.querySelector(`[name=${field}]`).value = line[key];
    }
  }

  function show(lines, arrived) {
    list.textContent = "";
    lines.forEach((line, place) => {
      const item = pattern.content.firstElementChild.cloneNode(true);
      item.dataset.place = String(place);
      fillLine(item, line);
      if (arrived && place === lines.length - 1) {
        item.classList.add("is-new");
      }
      list.append(item);
    });
    list.scrollTop = list.scrollHeight;
  }

  // what the server sent back, with everything typed kept
  function standing() {
    return Array.from(list.children, (item) => {
      const line = {};
      for (const [field, key] of Object.entries(FIELDS)) {
        const kept = item.querySelector(`[name=${field}]`);
        line[key] = kept ? kept.value : "";
      }
      return line;
    });
  }

  return { show, standing };
}
