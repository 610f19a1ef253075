/**
 * Draws a figure that the server made (tuningconsole/charts) in the page's colours, and makes a PNG
 * of it.
 */
const VARIABLE = /^var\(--[a-z0-9-]+\)$/;
const CONFIG = { displayModeBar: false, responsive: true, doubleClick: "reset" };
const SCALE = 2;

/** Draws a figure in an element; what was drawn there before is changed. */
export function draw(Plotly, element, figure) {
  const { data, layout } = painted(figure, element);
  layout.font.family = getComputedStyle(element).fontFamily;
  // A finger that drags wants to scroll the page.
  layout.dragmode = window.matchMedia("(pointer: coarse)").matches ? false : "zoom";
  const wide = layout.meta?.wide ?? 0;
  element.style.minWidth = wide ? `${wide}px` : "";
  return Plotly.react(element, data, layout, CONFIG);
}

/** Returns the figure with colours for the style sheet's variables. */
function painted(figure, element) {
  const probe = document.createElement("span");
  probe.hidden = true;
  element.append(probe);
  const found = new Map();
  const colour = (name) => {
    if (!found.has(name)) {
      probe.style.color = name;
      found.set(name, getComputedStyle(probe).color);
    }
    return found.get(name);
  };
  const walk = (value) => {
    if (typeof value === "string") return VARIABLE.test(value) ? colour(value) : value;
    if (Array.isArray(value)) return value.map(walk);
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, walk(item)]));
  };
  const made = walk(figure);
  probe.remove();
  return made;
}

/** Saves a drawn figure as a PNG. The policy lets images come from data: but not from blob:. */
export async function save(Plotly, element, name, title) {
  const { width, height } = element.getBoundingClientRect();
  const head = { text: title, x: 0.01, xanchor: "left", font: { size: 16 } };
  const { data, layout } = element;
  const margin = { ...layout.margin, t: 72 };
  const whole = { data, layout: { ...layout, title: head, margin, height: height + 64, width } };
  const source = await Plotly.toImage(whole, { format: "svg", width, height: height + 64 });
  const image = new Image();
  image.src = source;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = width * SCALE;
  canvas.height = (height + 64) * SCALE;
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  const link = document.createElement("a");
  link.href = canvas.toDataURL("image/png");
  link.download = `${name}.png`;
  link.click();
}
