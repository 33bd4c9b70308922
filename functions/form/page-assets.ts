/** The pages' looks: readable on a small telephone, with the colours of the browser where it has dark ones. */
export const STYLE = `
:root { color-scheme: light dark; --line: #6b7280; --accent: #0b57d0; --on-accent: #fff; --fault: #b3261e; --soft: #f3f5f9; --quiet: #555e6b; }
@media (prefers-color-scheme: dark) { :root { --line: #9aa3b2; --accent: #a8c7fa; --on-accent: #062e6f; --fault: #f2b8b5; --soft: #1f2430; --quiet: #b6bdc9; } }
* { box-sizing: border-box; }
body { margin: 0; font: 1.0625rem/1.5 system-ui, sans-serif; }
main { max-width: 40rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: .25rem 0 .75rem; }
.centre, .hint, .optional { color: var(--quiet); margin: 0; }
.hint { font-size: .9375rem; }
.optional { font-weight: normal; }
.language { float: right; margin: 0; }
.field { margin: 1.25rem 0; }
label { display: block; font-weight: 600; }
textarea, input[type=text] { width: 100%; margin-top: .375rem; padding: .625rem; font: inherit; color: inherit; background: Field; border: 1px solid var(--line); border-radius: .375rem; }
[aria-invalid=true] { border: 2px solid var(--fault); }
.place { margin-top: -.75rem; }
.consent { display: grid; grid-template-columns: auto 1fr; gap: .25rem .625rem; align-items: start; }
.consent label { font-weight: normal; }
.consent .fault, .consent .hint { grid-column: 1 / -1; }
input[type=checkbox] { width: 1.375rem; height: 1.375rem; margin: .125rem 0 0; }
button { font: inherit; padding: .625rem 1.25rem; border: 1px solid var(--accent); border-radius: .375rem; background: none; color: var(--accent); cursor: pointer; }
button[type=submit] { background: var(--accent); color: var(--on-accent); font-weight: 600; }
button:focus-visible, a:focus-visible, textarea:focus-visible, input:focus-visible, .summary:focus { outline: 3px solid var(--accent); outline-offset: 2px; }
a { color: var(--accent); }
.fault { color: var(--fault); margin: .25rem 0; font-weight: 600; }
.summary { border: 2px solid var(--fault); border-radius: .375rem; padding: .25rem 1rem; background: var(--soft); }
.trap { position: absolute; left: -10000px; width: 1px; height: 1px; overflow: hidden; }
.number { font-family: ui-monospace, monospace; overflow-wrap: anywhere; }
`;

/** Offers the browser's own knowledge of where it is. Without it the form is whole. */
export const SCRIPT = `
(function () {
  var button = document.getElementById("locate");
  var said = document.getElementById("located");
  if (!button || !navigator.geolocation) return;
  button.hidden = false;
  button.addEventListener("click", function () {
    navigator.geolocation.getCurrentPosition(function (found) {
      document.getElementById("lat").value = found.coords.latitude.toFixed(6);
      document.getElementById("lon").value = found.coords.longitude.toFixed(6);
      said.textContent = button.dataset.located;
    }, function () {
      said.textContent = button.dataset.not;
    }, { timeout: 10000 });
  });
})();
`;
