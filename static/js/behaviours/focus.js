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
  if (first === element && window.location.hash) afterLoad(() => element.scrollIntoView({ behavior: "instant" }));
}

/** Calls back when the browser is on its way to where the address leads, smoothly and after the focus. */
function afterLoad(call) {
  const soon = () => requestAnimationFrame(() => requestAnimationFrame(call));
  if (document.readyState === "complete") soon();
  else window.addEventListener("load", soon, { once: true });
}
