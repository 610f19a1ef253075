/**
 * Fetches an element's new content again and again and changes in place what has changed, so that
 * focus, scrolling and open parts stay. Stops when the element has no interval any more; slower
 * while the tab is hidden, and when the server does not answer. Says that the session has ended, by
 * the page's template signed-out, until somebody has signed in again.
 *
 *   <div id="live" data-behaviour="live" data-address="?live=1" data-interval-s="2">…</div>
 *
 * The answer is the element itself, with an ETag, and X-Age-S: how old its data is (age.js). What
 * another behaviour has changed is replaced as a whole; what has data-keep is left alone.
 */
const HIDDEN_FACTOR = 10;
const LONGEST_WAIT_S = 60;

export function attach(root) {
  let etag = "";
  let failures = 0;
  let timer = 0;

  const wait = () => {
    window.clearTimeout(timer);
    const interval = Number(root.dataset.intervalS);
    if (!interval || !root.isConnected) return;
    const slow = (document.hidden ? HIDDEN_FACTOR : 1) * 2 ** Math.min(failures, 5);
    timer = window.setTimeout(refresh, Math.min(interval * slow, Math.max(LONGEST_WAIT_S, interval)) * 1000);
  };

  async function refresh() {
    try {
      const headers = etag ? { "If-None-Match": etag } : {};
      const answer = await fetch(root.dataset.address, { headers, cache: "no-store", redirect: "manual" });
      if (answer.status === 404) return;
      // It leads nowhere but to the sign-in page.
      tellSignedOut(answer.type === "opaqueredirect");
      if (answer.ok) {
        etag = answer.headers.get("ETag") ?? "";
        change(root, await answer.text());
      } else if (answer.status !== 304) {
        throw new Error(`Status ${answer.status}`);
      }
      failures = 0;
      tellAge(root, answer.headers.get("X-Age-S"));
    } catch {
      failures += 1;
    }
    wait();
  }

  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && root.dataset.intervalS && root.isConnected) {
      window.clearTimeout(timer);
      refresh();
    }
  });
  wait();
}

function tellSignedOut(isSignedOut) {
  const shown = document.querySelector("#flashes [data-signed-out]");
  if (!isSignedOut) shown?.remove();
  if (!isSignedOut || shown) return;
  const message = document.importNode(document.getElementById("signed-out").content, true);
  const link = message.querySelector("a");
  const here = window.location.pathname + window.location.search;
  link.setAttribute("href", `${link.getAttribute("href")}?next=${encodeURIComponent(here)}`);
  document.getElementById("flashes").append(message);
}

function tellAge(root, age) {
  for (const element of root.querySelectorAll("[data-behaviour=age]")) {
    element.dataset.ageS = age ?? "";
    element.dispatchEvent(new CustomEvent("age"));
  }
}

function change(root, html) {
  const next = new DOMParser().parseFromString(html, "text/html").getElementById(root.id);
  if (!next) return;
  sameAttributes(root, next);
  sameChildren(root, next);
  // As htmx does when it brings something: main.js attaches the behaviours of what is new.
  window.htmx?.trigger(root, "htmx:load", { elt: root });
}

function same(here, next) {
  if (here.isEqualNode(next)) return;
  if (here.nodeType !== Node.ELEMENT_NODE) {
    here.nodeValue = next.nodeValue;
  } else if (here.dataset?.behaviour) {
    if (!here.contains(document.activeElement)) here.replaceWith(next);
  } else {
    sameAttributes(here, next);
    sameChildren(here, next);
  }
}

function sameAttributes(here, next) {
  for (const { name } of [...here.attributes]) {
    if (!next.hasAttribute(name) && name !== "open") here.removeAttribute(name);
  }
  for (const { name, value } of next.attributes) {
    if (here.getAttribute(name) !== value) here.setAttribute(name, value);
  }
}

function sameChildren(here, next) {
  const byId = new Map([...here.children].filter((child) => child.id).map((child) => [child.id, child]));
  const wanted = [...next.childNodes];
  wanted.forEach((child, number) => {
    const present = here.childNodes[number] ?? null;
    const known = child.id ? byId.get(child.id) : null;
    if (known) {
      if (known !== present) here.insertBefore(known, present);
      if (!("keep" in known.dataset)) same(known, child);
    } else if (!present || present.nodeName !== child.nodeName || present.id) {
      here.insertBefore(child, present);
    } else if (!present.dataset || !("keep" in present.dataset)) {
      same(present, child);
    }
  });
  while (here.childNodes.length > wanted.length) here.lastChild.remove();
}
