/**
 * Says how many rows are to be ticked, where a button is pressed with too few or too many of them;
 * the server says it too, but then the ticks are gone.
 *
 *   <form id="several" data-behaviour="enough" data-rows="job" data-fewest="2" data-most="5">
 *     <button data-enough>Compare selected</button>
 *     <p data-told="Select 2 to 5 jobs to compare." data-one="{number} is selected."
 *        data-several="{number} are selected." role="status"></p></form>
 */
export function attach(form) {
  const told = form.querySelector("[data-told]");
  const { rows, fewest, most } = form.dataset;
  form.addEventListener("submit", (event) => {
    if (event.submitter && !("enough" in event.submitter.dataset)) return;
    const ticked = [...form.elements].filter((input) => input.name === rows && input.checked).length;
    if (ticked >= Number(fewest) && ticked <= Number(most)) return;
    event.preventDefault();
    const count = ticked === 1 ? told.dataset.one : told.dataset.several;
    told.textContent = `${told.dataset.told} ${count.replace("{number}", ticked)}`;
  });
  document.addEventListener("change", (event) => {
    if (event.target.form === form) told.textContent = "";
  });
}
