/**
 * Counts on how old data is; live.js sets data-age-s anew and tells it by the event "age".
 *
 *   <span data-behaviour="age" data-keep data-age-s="5" data-told="Updated {age} ago">Updated 5 s ago</span>
 */
const SECOND_MS = 1000;

export function attach(element) {
  let start = 0;
  const begin = () => {
    start = performance.now() - Number(element.dataset.ageS) * SECOND_MS;
    show();
  };
  const show = () => {
    if (!element.dataset.ageS) return;
    const age = inWords(Math.floor((performance.now() - start) / SECOND_MS));
    element.textContent = element.dataset.told.replace("{age}", age);
  };
  element.addEventListener("age", begin);
  begin();
  const timer = window.setInterval(() => (element.isConnected ? show() : window.clearInterval(timer)), SECOND_MS);
}

export function inWords(seconds) {
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const two = (number) => String(number).padStart(2, "0");
  if (hours >= 24) return `${Math.floor(hours / 24)} d ${two(hours % 24)} h`;
  if (hours) return `${hours} h ${two(minutes % 60)} min`;
  return minutes ? `${minutes} min ${two(seconds % 60)} s` : `${seconds} s`;
}
