// What the server puts in front of the service worker; see web/worker.py. For the checker alone.

declare const KEPT: {
  version: string;
  /** Addresses of the page, by language. */
  shells: Record<string, string>;
  files: string[];
};
