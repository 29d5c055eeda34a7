// What somebody began and has not recorded, in a list: a way on, and a key that drops it. The same
// list stands on both counters, and shows nobody what is another's.

import { copyFrom, linkOf, one, wordsOf } from "../../common/dom.js";
import { fill } from "../../common/locale.js";
import { draftsOf, dropDraft } from "../../offline/drafts.js";
import { showMoment } from "../moments.js";

/** @param {KeptDraft} draft */
function countOf({ moment, typed }) {
  const open = moment && moment.open.text ? 1 : 0;
  return moment ? moment.lines.length + open : Object.keys((typed && typed.rows) || {}).length;
}

/**
 * @param {HTMLElement} panel
 * @param {KeptDraft} draft
 * @param {DraftOffer} offer
 */
function lineOf(panel, draft, { href, name, onOpen = () => {} }) {
  const say = wordsOf(panel);
  const item = copyFrom(panel, "[data-draft-pattern]");
  const count = countOf(draft);
  const counted = fill(count === 1 ? say.sayLine : say.sayLines, { count });
  linkOf(item, "a").href = href;
  linkOf(item, "a").addEventListener("click", onOpen);
  one(item, "[data-name]").textContent = name;
  one(item, "[data-terms]").textContent = `${counted} · ${showMoment(new Date(draft.at))}`;
  one(item, "[data-drop]").addEventListener("click", async () => {
    await dropDraft(draft.name);
    item.dispatchEvent(new CustomEvent("dropped", { bubbles: true }));
    item.remove();
    panel.hidden = !one(panel, "ol").children.length;
  });
  return item;
}

/**
 * @param {HTMLElement} panel
 * @param {string} beginning of the names of this person's drafts at this place
 * @param {(draft: KeptDraft) => DraftOffer | Promise<DraftOffer>} offer
 */
export async function showBegun(panel, beginning, offer) {
  const drafts = await draftsOf(beginning);
  const lines = drafts.map(async (draft) => lineOf(panel, draft, await offer(draft)));
  const list = one(panel, "ol");
  const items = await Promise.all(lines);
  list.textContent = "";
  list.append(...items);
  panel.hidden = !drafts.length;
  panel.dataset.ready = "yes";
}
