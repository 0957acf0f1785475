(() => {
const d = document, b = d.body, q = s => d.querySelector(s), says = b.dataset, ends = +says.ends;
let since = 0;
const over = () => {
  const p = d.createElement("p"), a = d.createElement("a");
  a.href = ""; a.textContent = says.again; p.append(says.over, ". ", a);
  b.replaceChildren(p); d.title = says.over;
};
const cover = on => { b.className = on ? "away" : ""; q(".cover").hidden = !on; };
const tick = () => {
  const left = Math.ceil((ends - Date.now()) / 6e4);
  if (left <= 0) return over();
  q(".left").textContent = says.left.replace("{h}", left / 60 | 0).replace("{m}", left % 60);
  q(".off").hidden = navigator.onLine;
};
const put = () => {
  if (!q(".left")) return;
  if (ends <= Date.now()) return over();
  if (d.hidden) { since = Date.now(); setTimeout(() => d.hidden && cover(true), +says.hidden); }
  else { if (since && Date.now() - since >= +says.hidden) cover(true); since = 0; }
};
d.addEventListener("visibilitychange", put);
addEventListener("online", tick); addEventListener("offline", tick);
q(".cover button").onclick = () => cover(false);
setInterval(() => q(".left") && tick(), 15e3); tick();
})();
