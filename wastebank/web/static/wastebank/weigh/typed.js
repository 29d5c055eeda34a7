// The note that says what was put back from this device, and since when it lies there.

import { one } from "../common/dom.js";
import { fill } from "../common/locale.js";
import { showMoment } from "../offline-ui/moments.js";

/**
 * @param {HTMLElement} root
 * @param {KeptDraft | null} draft
 */
export function showTyped(root, draft) {
  const note = one(root, "[data-typed-before]");
  note.hidden = !draft;
  if (draft) {
    const place = one(note, "[data-typed-says]");
    place.textContent = fill(place.dataset.say || "", { time: showMoment(new Date(draft.at)) });
  }
}
