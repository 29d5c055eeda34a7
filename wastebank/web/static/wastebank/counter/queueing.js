// A device that is set up for work without a network, and loses it in the middle of a deposit, goes
// on in its queue: under the same key, so that what had arrived is recorded once all the same.

import { datum } from "../common/dom.js";
import { current } from "../offline/device.js";
import { add } from "../offline/queue.js";
import { supported } from "../offline/store.js";
import { bodyOf, shownOf } from "../offline-ui/weigh/deposits.js";
import { withOffset } from "../offline-ui/moments.js";

/**
 * The moment by the server's clock, which a wrong clock of the device does not change.
 * @param {HTMLElement} root with data-sent-at
 */
export function clockOf(root) {
  const ahead = Date.parse(datum(root, "sentAt")) - Date.now();
  return () => new Date(Date.now() + (ahead || 0));
}

/** This browser as a device that may record, or null. */
export async function readyDevice() {
  const device = supported() ? await current().catch(() => null) : null;
  return device && !device.revoked_at ? device : null;
}

/** @param {Date} moment */
export function asSent(moment) {
  return withOffset(moment);
}

/**
 * Put what may have been sent into the queue of the device; answers what was kept, or null if the
 * device cannot take it.
 * @param {CounterDevice} device
 * @param {{ person: Person, deposit: RowDeposit, materials: Material[], moment: Date,
 *   operator: string, staff: string, instead?: string, crowd?: string }} weighed
 * @returns {Promise<Kept | null>}
 */
export function intoQueue(device, weighed) {
  const { person, deposit, materials, moment, operator, staff, instead, crowd } = weighed;
  const body = bodyOf(person.body, deposit, materials, moment);
  const said = shownOf(person, deposit, materials, { device, now: moment });
  const shown = { ...said, staff, crowd };
  const given = { key: deposit.key, operator, tries: 1 };
  return add({ body, shown, given, instead }).catch(() => null);
}

/** @param {Kept} kept */
export function addressOf(kept) {
  return `/counter/offline/#record/${kept.key}`;
}
