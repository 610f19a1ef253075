/**
 * Shows what the choices of a form ask for, and hides the rest. Hidden inputs are sent all the same.
 *
 *   <form data-behaviour="when">
 *     <div data-when='[["name of an input", ["value", "or value"]]]'>…</div>
 */
export function attach(form) {
  const conditional = [...form.querySelectorAll("[data-when]")];
  const show = () => {
    for (const element of conditional) {
      const conditions = JSON.parse(element.dataset.when);
      element.hidden = !conditions.every(([name, values]) => values.includes(value(form, name)));
    }
  };
  show();
  form.addEventListener("change", show);
}

function value(form, name) {
  const given = form.elements[name]?.value ?? "";
  return given === ":other" ? (form.elements[`${name}:other`]?.value ?? "") : given;
}
