// What the clinic offers, as its buttons under .categories say it, and how a line of it is drawn.

import { copyFrom, datum, every, fieldOf, one } from "../wastebank/common/dom.js";
import { fill, showRupiah } from "../wastebank/common/locale.js";

/**
 * Every service by its code.
 * @param {HTMLElement} form
 */
export function servicesOf(form) {
  /** @type {Record<string, Service>} */
  const services = {};
  for (const button of every(form, ".categories [data-service]")) {
    const name = one(button, "[data-service-name]").textContent.trim();
    const code = datum(button, "service");
    services[code] = {
      code,
      name,
      per: datum(button, "per"),
      pricing: datum(button, "pricing"),
      price: Number(datum(button, "price")),
      find: `${name} ${datum(button, "find")}`,
    };
  }
  return services;
}

/**
 * @param {Service} service
 * @param {Say} say
 */
export function termsOf(service, say) {
  if (service.pricing === "variable") {
    return service.per;
  }
  return service.price ? `${showRupiah(service.price)} ${service.per}` : say.sayFree;
}

/**
 * @param {ServiceLine} line
 * @param {number} index
 * @param {Service} service
 * @param {Say} say
 */
export function itemOf(line, index, service, say) {
  const item = copyFrom(document, "#service-pattern");
  item.dataset.index = String(index);
  one(item, "[data-name]").textContent = service.name;
  one(item, "[data-terms]").textContent = termsOf(service, say);
  one(item, "[data-count]").textContent = String(line.count);
  one(item, "[data-rupiah]").textContent = "…";
  fieldOf(item, "[name=service]").value = line.code;
  fieldOf(item, "[name=count]").value = String(line.count);
  fieldOf(item, "[name=price]").value = line.price;
  const note = fieldOf(item, "[name=note]");
  note.value = line.note;
  note.addEventListener("input", () => {
    line.note = note.value;
  });
  for (const name of ["more", "fewer"]) {
    const label = one(item, `[data-${name}] .vh`);
    label.textContent = fill(label.textContent, { name: service.name });
  }
  return item;
}

/**
 * What the lines of the page say, as the server drew them.
 * @param {HTMLElement} list
 * @returns {ServiceLine[]}
 */
export function linesIn(list) {
  return Array.from(list.children, (item) => ({
    code: fieldOf(item, "[name=service]").value,
    count: Number(fieldOf(item, "[name=count]").value),
    price: fieldOf(item, "[name=price]").value,
    note: fieldOf(item, "[name=note]").value,
  }));
}
