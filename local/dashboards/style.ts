/** The page's own style sheet. Widgets of functions get CloudWatch's plain look for tables, buttons and links from it too. */
export const style = `
:root{color-scheme:light dark;--ground:#f3f5f8;--panel:#fff;--ink:#16202c;--quiet:#5b6878;--edge:#dfe4ea;--hair:#edf0f4;
--accent:#1257b0;--accent-ground:#e8f0fb;--bad:#b3261e;--bad-ground:#fdecea;--good:#1b7a43;--good-ground:#e7f5ec;--unknown-ground:#f0f2f5;
--series-1:#1f6fd1;--series-2:#d9730d;--series-3:#1b8a5a;--series-4:#b3358f;--series-5:#7a5cc9;--series-6:#b58900;--series-7:#0e8a9a;--series-8:#c0392b}
@media(prefers-color-scheme:dark){:root{--ground:#10161d;--panel:#19212b;--ink:#e6ebf1;--quiet:#98a5b5;--edge:#2b3644;--hair:#242e3a;
--accent:#7db3f5;--accent-ground:#1c2f47;--bad:#ff9d94;--bad-ground:#3b1c1a;--good:#7dd6a0;--good-ground:#173324;--unknown-ground:#232d38;
--series-1:#6aa9f4;--series-2:#f0a153;--series-3:#5cc795;--series-4:#e07fc4;--series-5:#ab93ec;--series-6:#dcb940;--series-7:#56c2d0;--series-8:#f07f73}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:14px/1.45 system-ui,"Segoe UI",Roboto,"Noto Sans",sans-serif}
a{color:var(--accent)}
.top{display:flex;flex-wrap:wrap;gap:8px 20px;align-items:center;padding:12px 24px;background:var(--panel);border-bottom:1px solid var(--edge)}
.top h1{margin:0;font-size:17px;letter-spacing:.01em}
.top nav{display:flex;flex-wrap:wrap;gap:4px}
.top nav a{padding:4px 10px;border-radius:6px;text-decoration:none;color:var(--quiet)}
.top nav a:hover,.top nav a[aria-current]{background:var(--accent-ground);color:var(--accent)}
.top .now{margin-left:auto;color:var(--quiet);font-variant-numeric:tabular-nums}
.top .now b{color:var(--ink);font-weight:600}
.badge{padding:1px 8px;border-radius:9px;background:var(--accent-ground);color:var(--accent);font-size:12px}
main{padding:8px 24px 40px;max-width:1720px;margin:0 auto}
.dashboard>h2{margin:20px 0 10px;font-size:15px;font-weight:600;scroll-margin-top:12px}
.grid{display:grid;grid-template-columns:repeat(24,minmax(0,1fr));grid-auto-rows:38px;gap:12px}
.widget{display:flex;flex-direction:column;min-width:0;min-height:0;padding:12px 14px;background:var(--panel);border:1px solid var(--edge);border-radius:10px;overflow:hidden}
.widget>h3{margin:0 0 8px;font-size:13px;font-weight:600}
.widget>.body{flex:1;min-height:0;overflow:auto}
.widget.text{background:none;border-color:transparent;padding:4px 2px}
.figure{display:flex;flex-direction:column;height:100%;position:relative}
.chart{flex:1;min-height:0;width:100%;display:block}
.chart .grid{stroke:var(--hair);stroke-width:1}
.chart .mark{stroke:var(--bad);stroke-width:1;stroke-dasharray:4 3}
.chart .tick,.chart .nothing{fill:var(--quiet);font-size:10.5px}
.chart .line{fill:none;stroke-width:1.75;stroke-linejoin:round}
.chart .area{opacity:.28}
.chart .dot{stroke-width:6;stroke-opacity:0}
.chart .bar{opacity:.9}
.legend{flex:none;display:flex;flex-wrap:wrap;gap:2px 14px;max-height:58px;overflow:auto;margin:4px 84px 0 0;padding:0;list-style:none;font-size:12px;color:var(--quiet)}
.legend i{display:inline-block;width:9px;height:9px;margin-right:5px;border-radius:2px}
.figures{position:absolute;right:0;bottom:0;font-size:12px;color:var(--quiet)}
.figures summary{cursor:pointer;list-style:none;text-align:right}
.figures[open]{inset:0;background:var(--panel);overflow:auto}
.numbers{display:flex;flex-wrap:wrap;gap:8px 32px;margin:0;height:100%;align-content:center;justify-content:center}
.number{display:flex;flex-direction:column;align-items:center}
.number dd{margin:0;font-size:34px;line-height:1.1;font-weight:600;font-variant-numeric:tabular-nums}
.number dt{color:var(--quiet);font-size:12px}
.alarms{display:grid;grid-template-columns:repeat(auto-fill,minmax(230px,1fr));gap:8px;margin:0;padding:0;list-style:none}
.state{align-self:start;padding:6px 10px;border-radius:7px;background:var(--unknown-ground);border-left:4px solid var(--quiet);font-size:12.5px}
.state.ok{background:var(--good-ground);border-color:var(--good)}
.state.ringing{background:var(--bad-ground);border-color:var(--bad)}
.state b{font-weight:600;overflow-wrap:anywhere}
.state span{color:var(--quiet)}
.state p{margin:4px 0 0}
.nothing,.problem{color:var(--quiet);margin:8px 0}
.problem{padding:8px 12px;border-radius:7px;background:var(--bad-ground);color:var(--bad)}
table{border-collapse:collapse;width:100%;font-size:13px;font-variant-numeric:tabular-nums}
th,td{padding:5px 8px;text-align:left;border-bottom:1px solid var(--hair);vertical-align:top}
th{color:var(--quiet);font-weight:600}
button,.btn{font:inherit;color:var(--ink);padding:3px 10px;border:1px solid var(--edge);border-radius:6px;background:var(--panel);cursor:pointer}
button.cwdb-button,button.btn-primary{background:var(--accent);border-color:var(--accent);color:var(--panel)}
button.cwdb-link:not(.btn){display:inline;padding:0;border:0;background:none;color:var(--accent);text-align:inherit;text-decoration:underline;text-underline-offset:2px}
button:focus-visible,a:focus-visible,summary:focus-visible,input:focus-visible,select:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
input,select,textarea{font:inherit;color:inherit;background:var(--panel);border:1px solid var(--edge);border-radius:6px;padding:3px 8px}
.panel{position:fixed;inset:0;z-index:2;display:grid;place-items:center;padding:24px;background:#0008}
.panel>section{width:min(880px,100%);max-height:86vh;overflow:auto;padding:18px 22px;background:var(--panel);border-radius:12px;box-shadow:0 12px 48px #0006}
.panel h2{display:flex;justify-content:space-between;gap:16px;margin:0 0 12px;font-size:16px}
.panel .close{font-weight:400;font-size:14px}
@media(max-width:900px){main{padding:8px 12px 32px}.top{padding:10px 12px}.grid{display:flex;flex-direction:column}.widget{min-height:120px;max-height:none}.chart{flex:none;height:220px}}
@media print{.top nav,.figures{display:none}}
`;

/**
 * Puts fresh content in place every 15 s without a jump: not while someone reads a table, types or has a panel open.
 * Without it the page reloads by itself.
 */
export const script = `
setInterval(async () => {
  const main = document.querySelector("main");
  if (document.hidden || document.querySelector(".panel, details[open]") || main.contains(document.activeElement)) return;
  try {
    const answer = await fetch(location.href, { headers: { accept: "text/html" } });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const scrolled = [...main.querySelectorAll(".body")].map((body) => body.scrollTop);
    main.replaceChildren(...fresh.querySelector("main").childNodes);
    main.querySelectorAll(".body").forEach((body, at) => { body.scrollTop = scrolled[at] ?? 0; });
    document.querySelector(".now").replaceWith(fresh.querySelector(".now"));
  } catch {}
}, 15000);
`;
