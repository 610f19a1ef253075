/**
 * Shows only the subnets and security groups of the chosen VPC. Hidden ones are not sent.
 *
 *   <div data-behaviour="vpc">
 *     <select><option value="vpc-1">…</select>
 *     <div data-group="vpc-1"><input type="checkbox">…</div>
 *   </div>
 */
export function attach(element) {
  const vpc = element.querySelector(".switch__toggle select");
  if (!vpc) return;
  const show = () => {
    const known = [...vpc.options].some((option) => option.value === vpc.value && option.value.startsWith("vpc-"));
    for (const choice of element.querySelectorAll("div[data-group]")) {
      const isOther = known && choice.dataset.group !== vpc.value;
      choice.hidden = isOther;
      choice.querySelector("input").disabled = isOther;
    }
  };
  show();
  vpc.addEventListener("change", show);
}
