/**
 * Fetches a chart's figures when the chart comes near the window, and draws them; draws them anew
 * when the page has learnt something (htmx:load of a live part), and when its colours change.
 *
 *   <figure data-behaviour="chart" data-figure="…/figure.json" data-plotly="…/plotly-cartesian.min.js"
 *           data-file="job-history" data-title="Objective over time"
 *           data-failed="The picture could not be drawn ({error})." data-not-loaded="…" data-retry="Retry">
 *     <figcaption class="chart__about"></figcaption><div class="chart__pictures"></div>
 *     <button data-png hidden>Download PNG</button></figure>
 */
import { draw, save } from "../charts/figure.js";
import { plotly } from "../charts/plotly.js";

const NEAR = "400px";

export function attach(chart) {
  const about = chart.querySelector(".chart__about");
  const place = chart.querySelector(".chart__pictures");
  const button = chart.querySelector("[data-png]");
  const { figure: address, plotly: bundle, file, title } = chart.dataset;
  let etag = "";
  let pictures = [];
  const load = () => plotly(bundle, chart.dataset.notLoaded);

  async function read() {
    chart.setAttribute("aria-busy", "true");
    try {
      const [Plotly, answer] = await Promise.all([load(), fetch(address, { redirect: "error" })]);
      if (!answer.ok) throw new Error(`Status ${answer.status}`);
      const next = answer.headers.get("ETag") ?? "";
      if (next && next === etag) return;
      const said = await answer.json();
      etag = next;
      pictures = said.pictures;
      about.textContent = said.about || said.missing;
      chart.classList.toggle("chart--none", !pictures.length);
      button.hidden = !pictures.length;
      await drawAll(Plotly);
    } catch (error) {
      failed(error);
    } finally {
      chart.removeAttribute("aria-busy");
    }
  }

  async function drawAll(Plotly) {
    while (place.children.length > pictures.length) {
      Plotly.purge(place.lastChild);
      place.lastChild.remove();
    }
    place.classList.toggle("chart__pictures--several", pictures.length > 1);
    for (const [number, { name, figure }] of pictures.entries()) {
      const element = place.children[number] ?? place.appendChild(frame());
      element.setAttribute("aria-label", name ? `${title}: ${name}` : title);
      await draw(Plotly, element.firstChild, figure);
    }
    chart.dataset.drawn = etag;
  }

  function failed(error) {
    if (pictures.length) return;
    about.textContent = `${chart.dataset.failed.replace("{error}", () => error.message)} `;
    const again = document.createElement("button");
    again.type = "button";
    again.className = "btn btn-link btn-sm";
    again.textContent = chart.dataset.retry;
    again.addEventListener("click", read);
    about.append(again);
  }

  async function repaint() {
    if (pictures.length) await drawAll(await load());
  }

  const seen = new IntersectionObserver(
    ([entry]) => {
      if (!entry.isIntersecting) return;
      seen.disconnect();
      read();
      document.addEventListener("htmx:load", (event) => {
        if (event.detail.elt.contains(chart) && event.detail.elt !== document.body) read();
      });
    },
    { rootMargin: NEAR },
  );
  seen.observe(chart);
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
  button.addEventListener("click", async () => {
    const Plotly = await load();
    for (const [number, { name }] of pictures.entries()) {
      const part = name ? `-${number + 1}` : "";
      await save(Plotly, place.children[number].firstChild, file + part, name ? `${title}: ${name}` : title);
    }
  });
}

/** Returns a frame that scrolls when the picture is wider, and that a keyboard reaches. */
function frame() {
  const made = document.createElement("div");
  made.className = "chart__frame";
  made.tabIndex = 0;
  made.setAttribute("role", "img");
  made.append(document.createElement("div"));
  return made;
}
