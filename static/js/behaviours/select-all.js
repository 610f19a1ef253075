/**
 * Ticks all rows of a table at once, and says by its own tick whether all or some are.
 *
 *   <input type="checkbox" data-behaviour="select-all" data-rows="job" data-keep hidden>
 *   … <input type="checkbox" name="job"> …
 */
export function attach(all) {
  all.hidden = false;
  const table = all.closest("table");
  const rows = () => [...table.querySelectorAll(`input[name="${all.dataset.rows}"]`)];
  const tell = () => {
    const ticked = rows().filter((row) => row.checked).length;
    all.checked = ticked > 0 && ticked === rows().length;
    all.indeterminate = ticked > 0 && !all.checked;
  };
  all.addEventListener("change", () => {
    for (const row of rows()) row.checked = all.checked;
  });
  table.addEventListener("change", (event) => {
    if (event.target !== all) tell();
  });
  // A browser that goes back to the page remembers the ticks.
  tell();
}
