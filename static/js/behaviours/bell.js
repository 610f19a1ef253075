/**
 * Counts the unread notices, now and each minute while the page is seen.
 *
 *   <a data-behaviour="bell" data-count="/notices/count/" data-unread="Notifications, {count} unread"
 *     aria-label="Notifications">… <span hidden></span></a>
 */
const EVERY_MS = 60_000;
const MOST = 99;

export function attach(link) {
  const badge = link.querySelector("span");
  const label = link.getAttribute("aria-label");

  async function count() {
    if (document.hidden) return;
    const answer = await fetch(link.dataset.count, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok || answer.redirected) return;
    const { unread } = await answer.json();
    badge.hidden = unread === 0;
    badge.textContent = unread > MOST ? `${MOST}+` : unread;
    link.setAttribute("aria-label", unread ? link.dataset.unread.replace("{count}", badge.textContent) : label);
  }

  count();
  setInterval(count, EVERY_MS);
  document.addEventListener("visibilitychange", count);
}
