/**
 * Copies data-text; says so for two seconds, to everybody.
 *
 *   <button type="button" data-behaviour="copy" data-text="arn:…"
 *     data-copied="Copied" data-refused="Not copied: the browser forbids it" hidden>
 *     <svg>…</svg><span class="copy__label" role="status">Copy</span></button>
 */
const SHOWN_MS = 2000;

export function attach(button) {
  const label = button.querySelector('[role="status"]');
  const before = label.textContent;
  const isHidden = label.classList.contains("visually-hidden");
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(button.dataset.text);
      label.textContent = button.dataset.copied;
    } catch {
      label.textContent = button.dataset.refused;
    }
    label.classList.remove("visually-hidden");
    window.setTimeout(() => {
      label.textContent = before;
      label.classList.toggle("visually-hidden", isHidden);
    }, SHOWN_MS);
  });
}
