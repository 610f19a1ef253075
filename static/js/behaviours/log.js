/**
 * Loads a log into the page, follows it while it grows, and brings older lines on request.
 *
 *   <div class="log" data-behaviour="log" data-address="/jobs/…/log/" data-begins="The log begins here.">
 *     <a href="/jobs/…/log/">View log</a></div>
 *
 * The server sends pages of it as HTML (templates/jobs/_log.html); their lines are taken over.
 */
const FOLLOW_MS = 2000;
const HIDDEN_FACTOR = 10;
const NEAR_END_PX = 40;

export function attach(box) {
  let after = "";

  async function read(token) {
    const query = new URLSearchParams({ part: "1", token });
    const headers = { "HX-Request": "true" };
    const answer = await fetch(`${box.dataset.address}?${query}`, { headers, cache: "no-store", redirect: "error" });
    if (!answer.ok) throw new Error(`Status ${answer.status}`);
    return new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".log__page");
  }

  async function begin() {
    try {
      const page = await read("");
      page.querySelector("[data-newer]")?.parentElement.remove();
      box.replaceChildren(page);
      after = page.dataset.after;
      page.querySelector("[data-older]")?.addEventListener("click", older);
      const lines = page.querySelector(".log__lines");
      if (lines) lines.scrollTop = lines.scrollHeight;
      if ("grows" in page.dataset) follow(page);
    } catch {
      // The link to the log's own page stays.
    }
  }

  function follow(page) {
    window.setTimeout(async () => {
      if (!page.isConnected) return;
      try {
        const next = await read(after);
        if (!page.querySelector(".log__lines")) return begin();
        append(page, next);
        after = next.dataset.after || after;
        if (!("grows" in next.dataset) && !next.querySelector(".log__line")) return;
      } catch {
        // Asked again the next time.
      }
      follow(page);
    }, FOLLOW_MS * (document.hidden ? HIDDEN_FACTOR : 1));
  }

  async function older(event) {
    event.preventDefault();
    const link = event.currentTarget;
    const page = await read(new URLSearchParams(link.search).get("token"));
    const lines = box.querySelector(".log__lines");
    const found = [...page.querySelectorAll(".log__line")];
    const height = lines?.scrollHeight;
    lines?.prepend(...found);
    if (lines) lines.scrollTop += lines.scrollHeight - height;
    const next = page.querySelector("[data-older]");
    if (next && found.length) link.search = next.search;
    else link.parentElement.textContent = box.dataset.begins;
  }

  begin();
}

function append(page, next) {
  const lines = page.querySelector(".log__lines");
  const isAtEnd = lines.scrollHeight - lines.scrollTop - lines.clientHeight < NEAR_END_PX;
  lines.append(...next.querySelectorAll(".log__line"));
  if (isAtEnd) lines.scrollTop = lines.scrollHeight;
}
