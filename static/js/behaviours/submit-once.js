/**
 * Lets a form be sent once: its button says what it does and stays so.
 * Coming Back to the page makes it usable again; the server knows the submission by its key.
 *
 *   <form method="post" data-behaviour="submit-once" data-busy="Creating…">…</form>
 */
export function attach(form) {
  const button = form.querySelector("button:not([type=button])");
  const label = button.textContent;
  form.addEventListener("submit", (event) => {
    if (button.getAttribute("aria-disabled")) {
      event.preventDefault();
      return;
    }
    button.setAttribute("aria-disabled", "true");
    button.textContent = form.dataset.busy;
  });
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    button.removeAttribute("aria-disabled");
    button.textContent = label;
  });
}
