// The tiles of the materials, under the left hand. The server sets them; where it could not, for
// want of a network, they are drawn here from what the device knows.

import { copyFrom, every, one } from "../common/dom.js";
import { offerSearch } from "../common/finder.js";
import { showPrice, showRupiah } from "../common/locale.js";
import { GRAM } from "../common/units.js";

/**
 * @param {Material} material
 * @param {Say} say
 */
export function priceTerms(material, say) {
  if (material.price === null) {
    return say.sayAskShort;
  }
  const { price, unit } = material;
  return unit === GRAM && price ? showRupiah(price) : showPrice(price, unit);
}

/**
 * only materials with a `hotkey` become tiles, in the order of the list
 * @param {HTMLFormElement} form
 * @param {Material[]} materials
 * @param {Say} say
 */
export function layTiles(form, materials, say) {
  const row = one(form, "[data-tiles]");
  for (const old of every(row, "[data-material]")) {
    old.remove();
  }
  for (const material of materials.filter((each) => each.hotkey)) {
    const tile = copyFrom(form, "[data-tile-pattern]");
    tile.classList.replace("lainnya", material.family);
    tile.setAttribute("value", material.slug);
    tile.dataset.material = material.slug;
    tile.dataset.hotkey = material.hotkey;
    one(tile, "use").setAttribute("href", `${say.sprite}#${material.family}`);
    one(tile, "b").textContent = material.name.replace(/\//g, "/\u200b");
    one(tile, ".pr").textContent = priceTerms(material, say);
    one(tile, "kbd").textContent = material.hotkey || "";
    row.append(tile);
  }
}

/**
 * the search over all of them, and not only those on tiles
 * @param {HTMLFormElement} form
 * @param {Material[]} given
 * @param {Say} say
 * @param {(slug: string) => void} choose
 */
export function offerMaterials(form, given, say, choose) {
  offerSearch({
    root: form,
    items: given.map((each) => ({ ...each, find: `${each.name} ${each.find}` })),
    sprite: say.sprite,
    terms: (material) => priceTerms(material, say),
    choose: (material) => choose(material.slug),
  });
}

/**
 * @param {HTMLFormElement} form
 * @param {string} slug
 */
export function lightTile(form, slug) {
  for (const tile of every(form, "[data-material]")) {
    const on = tile.dataset.material === slug;
    tile.classList.toggle("is-on", on);
    tile.setAttribute("aria-pressed", String(on));
    if (on) {
      slideTo(tile);
    }
  }
}

/**
 * on a phone the tiles slide: the one that was chosen, by whatever hand, is brought into sight
 * @param {HTMLElement} tile
 */
function slideTo(tile) {
  const row = /** @type {HTMLElement} */ (tile.parentElement);
  const seen = row.getBoundingClientRect();
  const box = tile.getBoundingClientRect();
  if (box.left < seen.left || box.right > seen.right) {
    row.scrollLeft += box.left - seen.left - (seen.width - box.width) / 2;
  }
}
