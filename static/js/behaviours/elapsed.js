import { inWords } from "./age.js";

/**
 * Counts on how long something runs, by the reader's clock as it was when the page came.
 *
 *   <span data-behaviour="elapsed" data-since="2026-11-24T02:46:58+00:00">5 min 00 s</span>
 */
const SECOND_MS = 1000;

export function attach(element) {
  const since = Date.parse(element.dataset.since);
  const show = () => {
    const words = inWords(Math.max(0, Math.floor((Date.now() - since) / SECOND_MS)));
    if (element.textContent !== words) element.textContent = words;
  };
  const timer = window.setInterval(() => (element.isConnected ? show() : window.clearInterval(timer)), SECOND_MS);
}
