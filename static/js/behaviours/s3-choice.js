/**
 * Takes a choice of the S3 browser to its input and closes the dialog.
 * Outside a dialog it does nothing: there the choices are links.
 *
 *   <div data-behaviour="s3-choice" data-target="id_x">
 *     <button type="button" data-close hidden>…</button> <a data-leave href="…">Cancel</a>
 *     <a href="…" data-choose="s3://bucket/folder/">Choose</a>
 *   </div>
 */
export function attach(browser) {
  const dialog = browser.closest("dialog");
  if (!dialog) return;
  for (const button of browser.querySelectorAll("[data-close]")) {
    button.hidden = false;
    button.addEventListener("click", () => dialog.close());
  }
  for (const link of browser.querySelectorAll("[data-choose]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const input = document.getElementById(browser.dataset.target);
      input.value = link.dataset.choose;
      input.dispatchEvent(new Event("input", { bubbles: true }));
      dialog.close();
      input.focus();
    });
  }
}
