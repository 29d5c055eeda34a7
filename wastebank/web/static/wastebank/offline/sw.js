// The service worker. The server puts `KEPT` in front: the version, the shell's addresses by
// language, and every file it needs. Each version lies in a cache of its own, whole or not at all.
//
// Only the shell and its files are ever kept. Pages with people on them, and whatever is sent,
// pass through untouched. The version in force changes only while no record waits in the queue,
// however often tabs are closed meanwhile.

// The checker knows a worker of any kind; this one has clients and fetches.
const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

const PREFIX = "wastebank-shell-";
const CACHE = PREFIX + KEPT.version;
const SHELL = "/counter/offline/";
const DESK = "/counter/";
const DATABASE = "wastebank-counter";
const HURRY_MS = 8000;
const ANY = { ignoreSearch: true, ignoreVary: true };

// --- coming and going -----------------------------------------------------------------------

async function keep() {
  const cache = await caches.open(CACHE);
  const addresses = Object.values(KEPT.shells).concat(KEPT.files);
  // past the browser's own cache: a version is made of the files of that version
  const requests = addresses.map((address) => new Request(address, { cache: "reload" }));
  await cache.addAll(requests);
  if ((await versions()).length === 1) {
    await worker.skipWaiting(); // the first one has nobody to wait for
  }
}

// All that lie here, in the order they came.
async function versions() {
  const names = await caches.keys();
  return names.filter((name) => name.startsWith(PREFIX));
}

// Those that came before this worker's own; what came after belongs to one that still waits.
async function older() {
  const names = await versions();
  return names.slice(0, Math.max(0, names.indexOf(CACHE)));
}

// An older version stays in force, also under this worker, until nothing waits.
async function inForce() {
  const before = await older();
  if (before.length && (await waitingRecords()) > 0) {
    return before[0];
  }
  await Promise.all(before.map((name) => caches.delete(name)));
  return CACHE;
}

worker.addEventListener("install", (event) => event.waitUntil(keep()));

worker.addEventListener("activate", (event) => {
  event.waitUntil(inForce().then(() => worker.clients.claim()));
});

worker.addEventListener("message", (event) => {
  if (event.data === "take-over") {
    event.waitUntil(
      waitingRecords().then((count) => (count === 0 ? worker.skipWaiting() : undefined)),
    );
  }
});

// --- answering ------------------------------------------------------------------------------

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== worker.location.origin) {
    return;
  }
  if (request.mode === "navigate") {
    open(event, url);
  } else if (request.method !== "GET") {
    return;
  } else if (KEPT.files.includes(url.pathname) || url.pathname.startsWith("/static/")) {
    event.respondWith(file(event));
  }
});

/**
 * @param {FetchEvent} event
 * @param {URL} url
 */
function open(event, url) {
  const { request } = event;
  const page = pageOf(request);
  if (request.method === "POST" && page) {
    event.respondWith(sent(request, page));
  } else if (request.method === "GET" && url.pathname === SHELL) {
    event.respondWith(shell(url));
  } else if (request.method === "GET" && isOfCounter(url)) {
    event.respondWith(desk(request, url));
  }
}

/**
 * A page of the counter, or signing in to one.
 * @param {URL} url
 */
function isOfCounter({ pathname, searchParams }) {
  const next = pathname === "/login/" ? searchParams.get("next") || "" : pathname;
  return next.startsWith(DESK);
}

/**
 * The page of the counter that a form was sent from. What other sites make a browser send is none
 * of ours, and passes by: whoever answered it here would lend it our name.
 * @param {Request} request
 */
function pageOf({ referrer }) {
  const page = referrer ? new URL(referrer) : null;
  return page && page.origin === worker.location.origin && isOfCounter(page) ? page : null;
}

/** @param {URL} url */
async function shell(url) {
  const cache = await caches.open(await inForce());
  const language = url.searchParams.get("language") || (await stored("meta", "language"));
  const address = KEPT.shells[language] || Object.values(KEPT.shells)[0];
  return (await cache.match(address, { ignoreVary: true })) || fetch(url.href);
}

/**
 * The counter with a network; where that does not answer, the one on the device.
 * @param {Request} request
 * @param {URL} url
 */
async function desk(request, url) {
  const hurry = new Promise((done) => setTimeout(done, HURRY_MS, null));
  const answer = await Promise.race([fetch(request).catch(() => null), hurry]);
  return answer && answer.status < 502 ? answer : onDevice(url);
}

/**
 * What was sent may take its time; only where no answer comes at all the device has one.
 * @param {Request} request
 * @param {URL} page
 */
function sent(request, page) {
  return fetch(request).catch(() => onDevice(page));
}

/**
 * The counter of the device, which knows which page it stands for.
 * @param {URL} page
 */
function onDevice({ pathname, search }) {
  const asked = encodeURIComponent(pathname + search);
  return Response.redirect(pathname === DESK ? SHELL : `${SHELL}#start/${asked}`, 302);
}

/**
 * The shell gets its own version's files; every other page gets the server's.
 * @param {FetchEvent} event
 */
async function file(event) {
  const client = event.clientId ? await worker.clients.get(event.clientId) : null;
  if (client && new URL(client.url).pathname === SHELL) {
    const [before = CACHE] = await older();
    const cache = await caches.open(before);
    const kept = await cache.match(event.request, ANY);
    if (kept) {
      return kept;
    }
  }
  return fetch(event.request);
}

// --- looking into the device's database -----------------------------------------------------

/** @returns {Promise<IDBDatabase | null>} */
function opened() {
  return new Promise((done) => {
    const asked = indexedDB.open(DATABASE);
    // It is not ours to make: where it is missing, nothing waits.
    asked.onupgradeneeded = () => /** @type {IDBTransaction} */ (asked.transaction).abort();
    asked.onerror = () => done(null);
    asked.onsuccess = () => done(asked.result);
  });
}

/**
 * @param {string} store
 * @param {(objects: IDBObjectStore) => IDBRequest} question
 * @returns {Promise<any>}
 */
async function ask(store, question) {
  const database = await opened();
  if (!database) {
    return undefined;
  }
  try {
    const objects = database.transaction([store], "readonly").objectStore(store);
    return await new Promise((done, failed) => {
      const asked = question(objects);
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => failed(asked.error);
    });
  } finally {
    database.close();
  }
}

/**
 * @param {string} store
 * @param {string} name
 */
function stored(store, name) {
  return ask(store, (objects) => objects.get(name)).catch(() => undefined);
}

async function waitingRecords() {
  /** @param {string} state */
  const count = async (state) =>
    (await ask("queue", (objects) => objects.index("state").count(state))) || 0;
  try {
    return (await count("waiting")) + (await count("parked"));
  } catch (_unreadable) {
    return 1; // who cannot look must not say that nothing waits
  }
}
