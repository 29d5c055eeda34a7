// What the person who is signed in typed on this device and has not recorded yet, with a network or
// without.

import { one } from "../common/dom.js";
import { draftName } from "../offline/drafts.js";
import { showBegun } from "../offline-ui/weigh/begun.js";

const SHELL = "/counter/offline/";
const panel = one(document, "[data-drafts]");

/**
 * Of a card that nobody on the device knows there is no member yet: it stays in the device's own
 * counter, where it was begun.
 * @param {KeptDraft} draft
 */
function offer({ member = "", address = "", crowd = "" }) {
  const sheet = member ? `/counter/weigh/${encodeURIComponent(member)}/` : SHELL;
  return { href: address || sheet, name: crowd || member || panel.dataset.unknown || "" };
}

showBegun(panel, draftName(panel.dataset), offer);
