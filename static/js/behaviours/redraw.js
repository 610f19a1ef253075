/**
 * Presses a button when the input beside it has changed, and hides the button.
 *
 *   <div class="field"><select>…</select><button data-behaviour="redraw">Apply</button></div>
 *
 * A choice of "another" waits for what is typed.
 */
export function attach(button) {
  button.hidden = true;
  const field = button.closest(".field");
  field.addEventListener("change", (event) => {
    if (event.target.value !== ":other") button.form.requestSubmit(button);
  });
}
