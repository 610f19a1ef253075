/**
 * Hides a button that only a browser without scripts needs.
 *
 *   <button data-behaviour="scripted">Apply</button>
 */
export function attach(button) {
  button.hidden = true;
}
