/**
 * Shows only the rows whose data-name holds what is typed.
 *
 *   <input type="search" data-behaviour="filter-rows" data-rows=".hyperparameter" hidden>
 */
export function attach(input) {
  input.hidden = false;
  input.addEventListener("input", () => {
    const wanted = input.value.trim().toLowerCase();
    for (const row of document.querySelectorAll(input.dataset.rows)) {
      row.hidden = !row.dataset.name.toLowerCase().includes(wanted);
    }
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
}
