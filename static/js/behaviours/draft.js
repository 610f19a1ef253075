/**
 * Keeps what is typed on a wizard page: saves the draft when something has changed for a while,
 * and brings back what was typed when the session was lost on the way to the server.
 *
 *   <form data-behaviour="draft" data-draft="<id of the page>" data-saved-at="<server's time>">
 *   <p data-saved="Draft saved {time} UTC" data-unsaved="Not saved: …"></p>
 *
 * A copy lies in sessionStorage together with the time of the draft that it was typed on; a page
 * that shows a later draft drops the copy.
 */
const SAVE_AFTER_MS = 20_000;

export function attach(form) {
  const key = `draft:${form.dataset.draft}`;
  let timer = 0;
  let isChanged = false;
  restore(form, key);

  const copy = () => {
    const values = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
    sessionStorage.setItem(key, JSON.stringify({ savedAt: form.dataset.savedAt, values }));
  };
  form.addEventListener("input", () => {
    isChanged = true;
    copy();
    if (!timer) timer = window.setTimeout(save, SAVE_AFTER_MS);
  });
  form.addEventListener("submit", () => {
    isChanged = false;
    window.clearTimeout(timer);
    copy();
  });
  // A page that the browser had put aside may be older than what it has saved since.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) window.location.reload();
  });
  window.addEventListener("beforeunload", (event) => {
    if (isChanged) event.preventDefault();
  });

  async function save() {
    timer = 0;
    isChanged = false;
    const body = new FormData(form);
    body.set("_save", "1");
    try {
      const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" });
      if (answer.status === 204) {
        form.dataset.savedAt = answer.headers.get("X-Saved-At");
        form.elements.version.value = answer.headers.get("X-Version");
        copy();
        note("saved");
      } else {
        isChanged = true;
        if (answer.status === 409) note("unsaved");
      }
    } catch {
      isChanged = true;
      timer = window.setTimeout(save, SAVE_AFTER_MS);
    }
  }
}

function note(what) {
  const time = new Date().toISOString().slice(11, 16);
  for (const place of document.querySelectorAll("[data-saved]")) {
    place.textContent = place.dataset[what].replace("{time}", time);
  }
}

function restore(form, key) {
  const kept = JSON.parse(sessionStorage.getItem(key) ?? "null");
  if (!kept || kept.savedAt !== form.dataset.savedAt) {
    sessionStorage.removeItem(key);
    return;
  }
  const values = new Map();
  for (const [name, value] of kept.values) values.set(name, [...(values.get(name) ?? []), value]);
  for (const input of form.elements) {
    if (!input.name || input.type === "submit" || input.type === "hidden") continue;
    const typed = values.get(input.name) ?? [];
    if (input.type === "checkbox" || input.type === "radio") input.checked = typed.includes(input.value);
    else if (typed.length) input.value = typed[0];
  }
}
