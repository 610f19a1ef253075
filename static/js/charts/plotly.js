/**
 * Loads Plotly, once, when the first chart needs it; 1.5 MB that no other page has.
 *
 * The bundle has plots with x and y axes only, which is all that charts are: the whole of Plotly is
 * 5 MB, whose compilation took most of the time to the first picture. It makes no code from text.
 * The rules of style that it would insert, against the policy, it leaves out when this mark is
 * there; what charts need of them is in css/components/chart.css.
 */
const MARK = "plotly.js-style-global";
let loading = null;

/** Returns a promise of Plotly; where it cannot be had, it fails with the message. */
export function plotly(address, failed) {
  loading ??= new Promise((resolve, reject) => {
    const mark = document.createElement("span");
    Object.assign(mark, { id: MARK, className: "no-inline-styles", hidden: true });
    document.body.append(mark);
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => resolve(window.Plotly);
    script.onerror = () => {
      loading = null;
      script.remove();
      reject(new Error(failed));
    };
    document.head.append(script);
  });
  return loading;
}
