// The service worker: registered once, and brought up to date only while nothing waits.
//
// A new version is fetched in the background and waits. It takes over when the queue is empty and
// the page says that nothing is half typed; the worker looks into the queue again for itself.

import { unsettled } from "./device.js";
import { Refused } from "./store.js";

const ADDRESS = "/sw.js";
const WAIT_MS = 60000;

/** Whether pages of this site can be kept for later here. */
export function supported() {
  return "serviceWorker" in navigator && window.isSecureContext;
}

/**
 * Keep the shell on this device. Resolves once it opens without a network; rejects with Refused
 * `shell_not_kept` if it could not be fetched whole.
 */
export async function keepShell() {
  const registration = await navigator.serviceWorker.register(ADDRESS, {
    scope: "/",
    updateViaCache: "none",
  });
  const coming = registration.active ? null : registration.installing || registration.waiting;
  if (coming) {
    await settled(coming);
  }
  return registration;
}

/**
 * @param {ServiceWorker} worker
 * @returns {Promise<void>}
 */
function settled(worker) {
  return new Promise((done, failed) => {
    const late = setTimeout(() => failed(new Refused("shell_not_kept")), WAIT_MS);
    const look = () => {
      if (worker.state === "activated" || worker.state === "redundant") {
        clearTimeout(late);
        worker.state === "activated" ? done() : failed(new Refused("shell_not_kept"));
      }
    };
    worker.addEventListener("statechange", look);
    look();
  });
}

/**
 * Call `listener({ready, waiting_for})` once a new version came; records hold it up.
 * @param {(found: { ready: boolean, waiting_for: number }) => void} listener
 */
export async function watchUpdate(listener) {
  const registration = await navigator.serviceWorker.ready;
  const look = async () => {
    if (registration.waiting && navigator.serviceWorker.controller) {
      const count = await unsettled();
      listener({ ready: count === 0, waiting_for: count });
    }
  };
  registration.addEventListener("updatefound", () => {
    const coming = registration.installing;
    if (coming) {
      coming.addEventListener("statechange", look);
    }
  });
  return look();
}

/** Look whether there is a newer version; quiet without a network. */
export async function lookForUpdate() {
  const registration = await navigator.serviceWorker.ready;
  await registration.update().catch(() => {});
}

/**
 * Let the waiting version take over and open this page again in it. Refused `queue_not_empty`
 * with facts {count} while records wait. Answers false if there is no newer version.
 */
export async function applyUpdate() {
  const registration = await navigator.serviceWorker.ready;
  const count = await unsettled();
  if (count) {
    throw new Refused("queue_not_empty", { count });
  }
  if (!registration.waiting) {
    return false;
  }
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload());
  registration.waiting.postMessage("take-over");
  return true;
}
