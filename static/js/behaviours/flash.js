/**
 * Closes a flash message.
 *
 *   <div class="flash" data-behaviour="flash">… <button type="button" data-close hidden>…</button></div>
 */
export function attach(message) {
  const button = message.querySelector("[data-close]");
  button.hidden = false;
  button.addEventListener("click", () => {
    message.remove();
    document.getElementById("content")?.focus();
  });
}
