// Keys in a queue: J K move, A accepts, 1–3 choose, Enter opens, ? explains. They can be switched off.
(() => {
  const scope = document.querySelector("[data-queue]");
  if (!scope) return;
  const help = document.getElementById("keys-help");
  const rows = [...scope.querySelectorAll("[data-row]")];
  const off = () => localStorage.getItem("keys") === "off";
  let at = rows.findIndex((row) => row.classList.contains("on"));

  const go = (to) => {
    if (!rows[to]) return;
    rows[at]?.classList.remove("on");
    at = to;
    rows[at].classList.add("on");
    rows[at].scrollIntoView({ block: "nearest" });
    rows[at].querySelector("a.t")?.focus();
  };
  const toggleHelp = () => {
    if (!help) return;
    help.hidden = !help.hidden;
    if (!help.hidden) help.querySelector("button")?.focus();
  };
  const press = (key) => (rows[at] || scope).querySelector(`[data-key="${key}"]`)?.click();
  const follow = (key) => document.querySelector(`a[data-key="${key}"]`)?.click();
  const move = (key, step) => (rows.length ? go(at + step) : follow(key));

  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) && !/radio|checkbox/.test(event.target.type);
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key === "?") toggleHelp();
    else if (key === "escape" && help && !help.hidden) toggleHelp();
    else if (off()) return;
    else if (key === "j") move("j", 1);
    else if (key === "k") move("k", -1);
    else if (key === "a" || /^[1-3]$/.test(key)) press(key);
    else if (key === "enter" && event.target === document.body) rows[at]?.querySelector("a.t")?.click();
  });

  help?.querySelector("[data-keys-close]")?.addEventListener("click", toggleHelp);
  const toggle = help?.querySelector("[data-keys-off]");
  const name = () => toggle && (toggle.textContent = off() ? "打开快捷键" : "关掉快捷键");
  toggle?.addEventListener("click", () => {
    localStorage.setItem("keys", off() ? "on" : "off");
    name();
  });
  name();
})();
