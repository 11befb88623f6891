// Drafts: what was typed stays on this device until the receipt, three days at most.
(() => {
  const KEEP = 3 * 24 * 3600 * 1000;
  const key = (name) => `draft:${name}`;
  const done = document.querySelector("[data-draft-done]");
  if (done) localStorage.removeItem(key(done.dataset.draftDone));

  // Contacts and codes never stay behind: such fields carry data-no-draft.
  const fields = (form) =>
    [...form.elements].filter(
      (field) => field.name && !/hidden|password|file|submit|button/.test(field.type) && !field.closest("[data-no-draft]"),
    );

  for (const form of document.querySelectorAll("form[data-draft]")) {
    const name = key(form.dataset.draft);
    const restore = (kept) => {
      for (const field of fields(form)) {
        const value = kept[field.name];
        if (value === undefined) continue;
        if (/radio|checkbox/.test(field.type)) field.checked = value.includes(field.value);
        else field.value = value[0];
        field.dispatchEvent(new Event(field.type === "radio" && field.checked ? "change" : "input", { bubbles: true }));
      }
    };
    const save = () => {
      const kept = {};
      for (const field of fields(form)) {
        kept[field.name] = kept[field.name] || [];
        if (!/radio|checkbox/.test(field.type) || field.checked) kept[field.name].push(field.value);
      }
      localStorage.setItem(name, JSON.stringify({ at: Date.now(), kept }));
    };

    const saved = JSON.parse(localStorage.getItem(name) || "null");
    if (saved && Date.now() - saved.at > KEEP) localStorage.removeItem(name);
    // A form that came back already holds what was typed, and newer.
    else if (saved && !document.querySelector(".errsum, [data-draft-newer]")) {
      restore(saved.kept);
      const say = form.querySelector("[data-draft-say]");
      if (say) say.hidden = false;
    }
    form.querySelector("[data-draft-drop]")?.addEventListener("click", () => {
      localStorage.removeItem(name);
      location.reload();
    });
    form.addEventListener("input", save);
    form.addEventListener("change", save);
  }
})();
