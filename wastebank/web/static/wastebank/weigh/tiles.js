// The tiles of the materials, under the left hand. The server sets them; where it could not, for
// want of a network, they are drawn here from what the device knows.

import { showPrice, showRupiah } from "../locale.js";
import { GRAM } from "../units.js";

export function priceTerms(material, say) {
  if (material.price === null) {
    return say.sayAskShort;
  }
  const { price, unit } = material;
  return unit === GRAM ? showRupiah(price) : showPrice(price, unit);
}

// only materials with a `hotkey` become tiles, in the order of the list
export function layTiles(form, materials, say) {
  const row = form.querySelector("[data-tiles]");
  const pattern = form.querySelector("[data-tile-pattern]");
  for (const old of row.querySelectorAll("[data-material]")) {
    old.remove();
  }
  for (const material of materials.filter((each) => each.hotkey)) {
    const tile = pattern.content.firstElementChild.cloneNode(true);
    tile.classList.replace("lainnya", material.family);
    tile.value = material.slug;
    tile.dataset.material = material.slug;
    tile.dataset.hotkey = material.hotkey;
    tile.querySelector("use").setAttribute("href", `${say.sprite}#${material.family}`);
    tile.querySelector("b").textContent = material.name.replace(/\//g, "/\u200b");
    tile.querySelector(".pr").textContent = priceTerms(material, say);
    tile.querySelector("kbd").textContent = material.hotkey;
    row.append(tile);
  }
}

export function lightTile(form, slug) {
  for (const tile of form.querySelectorAll("[data-material]")) {
    const on = tile.dataset.material === slug;
    tile.classList.toggle("is-on", on);
    tile.setAttribute("aria-pressed", String(on));
  }
}
