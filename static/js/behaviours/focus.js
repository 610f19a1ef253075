/**
 * Moves the focus to an element that came with the page, such as an error summary.
 *
 *   <div role="alert" tabindex="-1" data-behaviour="focus">…</div>
 */
export function attach(element) {
  if (!window.location.hash) element.focus();
}
