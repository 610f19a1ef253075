/**
 * Loads the behaviours that the page names, also in what htmx brings later.
 *
 *   <div data-behaviour="copy"> loads behaviours/copy.js and calls its attach(element) once.
 */
const NAME = /^[a-z0-9-]+$/;
const attached = new WeakMap();

async function attach(element) {
  const done = attached.get(element) ?? new Set();
  attached.set(element, done);
  for (const name of element.dataset.behaviour.split(" ")) {
    if (!NAME.test(name) || done.has(name)) continue;
    done.add(name);
    const behaviour = await import(`./behaviours/${name}.js`);
    behaviour.attach(element);
  }
}

function attachAll(root) {
  if (root.matches?.("[data-behaviour]")) attach(root);
  for (const element of root.querySelectorAll("[data-behaviour]")) attach(element);
}

attachAll(document);
document.addEventListener("htmx:load", (event) => attachAll(event.detail.elt));
