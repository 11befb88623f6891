// Keys in a queue: J K move, O or Enter opens, A accepts, 1–3 choose, X ticks, P previews, / finds, ? explains.
// They never fire while somebody writes, and can be switched off.
(() => {
  const scopes = [...document.querySelectorAll("[data-queue]")];
  const help = document.getElementById("keys-help");
  if (!scopes.length && !help) return; // an empty queue has no rows, but something can still be found
  const rows = scopes.flatMap((scope) => [...scope.querySelectorAll("[data-row]")]);
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
  const places = () => (rows.length ? [rows[at]].filter(Boolean) : scopes);
  const press = (key) => {
    for (const place of places()) {
      const found = place.querySelector(`[data-key="${key}"]`);
      if (found) return found.click();
    }
  };
  const acts = {
    j: () => (rows.length ? go(at + 1) : press("j")),
    k: () => (rows.length ? go(at - 1) : press("k")),
    o: () => rows[at]?.querySelector("a.t")?.click(),
    x: () => rows[at]?.querySelector(".tick")?.click(),
    "/": () => document.querySelector(".filters .in")?.focus(),
  };
  for (const key of ["a", "p", "1", "2", "3"]) acts[key] = () => press(key);

  const isWriting = (target) =>
    target.isContentEditable || (/^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName) && !/radio|checkbox/.test(target.type));

  document.addEventListener("keydown", (event) => {
    if (isWriting(event.target) || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key === "?") return toggleHelp();
    if (help && !help.hidden) {
      if (key === "escape") toggleHelp();
      return;
    }
    if (off() || event.repeat) return;
    if (key === "enter") {
      if (event.target === document.body) acts.o();
    } else if (acts[key]) {
      if (key === "/") event.preventDefault();
      acts[key]();
    }
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
