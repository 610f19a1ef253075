/**
 * Folds a <details> on a narrow window; on a wide one it stays open.
 *
 *   <details open data-behaviour="fold-narrow">…</details>
 */
export function attach(element) {
  const narrow = window.matchMedia("(max-width: 900px)");
  const fold = () => {
    element.open = !narrow.matches;
  };
  fold();
  narrow.addEventListener("change", fold);
}
