// Forms: ask before what cannot be undone, send once, count characters, mark the chosen card.
(() => {
  const SENDING = 8000;

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const question = event.submitter?.dataset.confirm || form.dataset.confirm;
    if (form.dataset.sent || (question && !window.confirm(question))) {
      event.preventDefault();
      return;
    }
    if (form.method !== "post") return;
    form.dataset.sent = "1";
    setTimeout(() => delete form.dataset.sent, SENDING);
  });

  // Coming back with the browser's arrow finds the form as it was left, free to be sent.
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });

  for (const field of document.querySelectorAll("[data-count]")) {
    const say = document.getElementById(field.dataset.count);
    const limit = Number(field.dataset.most);
    const count = () => {
      const over = field.value.length - limit;
      say.textContent = over > 0 ? `超了 ${over} 字，最多 ${limit} 字` : `已写 ${field.value.length} 字，最多 ${limit} 字`;
      say.classList.toggle("late", over > 0);
    };
    field.addEventListener("input", count);
    if (field.value) count();
  }

  document.addEventListener("change", (event) => {
    const card = event.target.closest(".choice");
    if (!card || event.target.type !== "radio") return;
    for (const other of event.target.form?.elements[event.target.name] ?? []) {
      other.closest(".choice")?.classList.toggle("on", other.checked);
    }
  });
})();
