// The camera, where the browser itself can read a code. With no network nobody else can, so
// everywhere else the page says what to do instead, and the key stays hidden.

import { looksLikeCode } from "./codes.js";

const FRAME_EVERY_MS = 300;

/** @returns {Promise<CodeReader | null>} */
async function detector() {
  if (!("BarcodeDetector" in window) || !navigator.mediaDevices) {
    return null;
  }
  const formats = await window.BarcodeDetector.getSupportedFormats();
  return formats.includes("qr_code") ? new window.BarcodeDetector({ formats: ["qr_code"] }) : null;
}

/**
 * @param {CodeReader} eye
 * @param {HTMLVideoElement} video
 * @param {HTMLElement} key
 * @param {() => void} onForeign
 */
async function look(eye, video, key, onForeign) {
  let code = "";
  while (!code && key.getAttribute("aria-pressed") === "true") {
    await new Promise((done) => setTimeout(done, FRAME_EVERY_MS));
    const found = video.videoWidth ? await eye.detect(video) : [];
    code = found.length ? found[0].rawValue : "";
    if (code && !looksLikeCode(code)) {
      onForeign(); // a payment code, a parcel: go on looking
      code = "";
    }
  }
  return code;
}

/**
 * @param {CodeReader} eye
 * @param {HTMLVideoElement} video
 * @param {HTMLElement} key
 * @param {() => void} onForeign
 */
async function watch(eye, video, key, onForeign) {
  const wanted = { video: { facingMode: "environment" }, audio: false };
  const stream = await navigator.mediaDevices.getUserMedia(wanted);
  try {
    video.srcObject = stream;
    video.hidden = false;
    await video.play();
    key.setAttribute("aria-pressed", "true");
    return await look(eye, video, key, onForeign);
  } finally {
    stream.getTracks().forEach((track) => track.stop());
    video.hidden = true;
    key.setAttribute("aria-pressed", "false");
  }
}

/**
 * @param {{ key: HTMLElement, video: HTMLVideoElement, onCode: (code: string) => void,
 *   onBlind: () => void, say: (name: string) => void }} options
 */
export async function offerEye({ key, video, onCode, onBlind, say }) {
  const eye = await detector().catch(() => null);
  if (!eye) {
    say("no_eye");
    return;
  }
  key.hidden = false;
  key.addEventListener("click", async () => {
    if (key.getAttribute("aria-pressed") === "true") {
      key.setAttribute("aria-pressed", "false");
      return;
    }
    say("");
    try {
      const code = await watch(eye, video, key, () => say("not_ours"));
      if (code) {
        onCode(code);
      }
    } catch (_closed) {
      onBlind();
    }
  });
}
