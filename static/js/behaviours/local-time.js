/**
 * Adds the reader's own time to a time's exact one.
 *
 *   <time datetime="2026-11-24T02:46:58+00:00" data-exact="2026-11-24 02:46:58 UTC" data-behaviour="local-time">
 */
const FORMAT = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "long" });

export function attach(element) {
  const moment = new Date(element.dateTime);
  if (moment.getTimezoneOffset()) element.dataset.exact += ` · ${FORMAT.format(moment)}`;
}
