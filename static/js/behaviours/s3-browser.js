/**
 * Opens the S3 browser in the page's dialog instead of on a page of its own.
 *
 *   <input id="id_x"> <button name="_browse" value="x" data-behaviour="s3-browser"
 *     data-address="/algorithms/s3/" data-target="id_x">Browse</button>
 *   <dialog id="s3-browser"></dialog>
 */
export function attach(button) {
  const dialog = document.getElementById("s3-browser");
  if (!dialog || !window.htmx) return;
  button.addEventListener("click", (event) => {
    event.preventDefault();
    const input = document.getElementById(button.dataset.target);
    const values = { uri: input.value, target: input.id };
    window.htmx.ajax("GET", button.dataset.address, { target: dialog, swap: "innerHTML", values });
    dialog.showModal();
  });
}
