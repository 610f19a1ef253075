/**
 * Moves the focus to an element that came with the page, such as an error summary.
 *
 *   <div role="alert" tabindex="-1" data-behaviour="focus">…</div>
 *
 * Where the address leads to an input of the page, the focus stays there, unless something has
 * data-focus="first": what must be settled before anything else.
 */
export function attach(element) {
  const first = document.querySelector("[data-focus=first]");
  if (first ? first === element : !window.location.hash) element.focus();
}
