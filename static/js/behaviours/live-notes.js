/**
 * Shows what the server works out of what is typed: an element of the page takes the content of the
 * answer's element with its id. One that says the same is left alone, so that it is not read aloud
 * again and keeps its place.
 *
 *   <form data-behaviour="live-notes"> … <p id="note_1" data-live aria-live="polite">…</p>
 */
const WAIT_MS = 400;

export function attach(form) {
  let timer = 0;
  let asked = 0;
  form.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(refresh, WAIT_MS);
  });

  async function refresh() {
    const mine = ++asked;
    const body = new FormData(form);
    body.set("_live", "1");
    try {
      const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" });
      if (!answer.ok || mine !== asked) return;
      const found = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const part of found.querySelectorAll("[data-live]")) {
        const shown = document.getElementById(part.id);
        if (shown && !shown.isEqualNode(part)) shown.replaceChildren(...part.childNodes);
      }
    } catch {
      // What is shown stays; the next change asks again.
    }
  }
}
