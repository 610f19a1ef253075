/**
 * Loads Plotly, once, when the first chart needs it; 5 MB that no other page has.
 *
 * The bundle is the strict one, which makes no code from text. The rules of style that it and the
 * maps within it would insert, against the policy, it leaves out when these marks are there; what
 * charts need of them is in css/components/chart.css.
 */
const MARKS = [
  "plotly.js-style-global",
  "9f215cf04c5486422605d13261cb87401f4e7763b6296af81e98efbc0130da53",
];
let loading = null;

export function plotly(address) {
  loading ??= new Promise((resolve, reject) => {
    for (const id of MARKS) {
      const mark = document.createElement("span");
      Object.assign(mark, { id, className: "no-inline-styles", hidden: true });
      document.body.append(mark);
    }
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => resolve(window.Plotly);
    script.onerror = () => {
      loading = null;
      script.remove();
      reject(new Error("Plotly could not be loaded."));
    };
    document.head.append(script);
  });
  return loading;
}
