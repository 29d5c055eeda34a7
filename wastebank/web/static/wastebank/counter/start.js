// What the person who is signed in typed on this device and has not recorded yet: a way on, and a
// key that drops it. Nobody else's is shown.

import { copyFrom, linkOf, one, wordsOf } from "../common/dom.js";
import { fill } from "../common/locale.js";
import { draftName, draftsOf, dropDraft } from "../offline/drafts.js";
import { showMoment } from "../offline-ui/moments.js";

const panel = one(document, "[data-drafts]");
const list = one(panel, "ol");

/** @param {KeptDraft} draft */
function addressOf({ member = "", address = "" }) {
  return address || `/counter/weigh/${encodeURIComponent(member)}/`;
}

/** @param {KeptDraft} draft */
function countOf({ moment, typed }) {
  const open = moment && moment.open.text ? 1 : 0;
  return moment ? moment.lines.length + open : Object.keys((typed && typed.rows) || {}).length;
}

/** @param {KeptDraft} draft */
function show(draft) {
  const say = wordsOf(panel);
  const item = copyFrom(panel, "[data-draft-pattern]");
  const count = countOf(draft);
  const counted = fill(count === 1 ? say.sayLine : say.sayLines, { count });
  linkOf(item, "a").href = addressOf(draft);
  one(item, "[data-name]").textContent = draft.crowd || draft.member || "";
  one(item, "[data-terms]").textContent = `${counted} · ${showMoment(new Date(draft.at))}`;
  one(item, "[data-drop]").addEventListener("click", async () => {
    await dropDraft(draft.name);
    item.remove();
    panel.hidden = !list.children.length;
  });
  list.append(item);
}

async function begin() {
  const drafts = await draftsOf(draftName(panel));
  drafts.forEach(show);
  panel.hidden = !drafts.length;
  panel.dataset.ready = "yes";
}

begin();
