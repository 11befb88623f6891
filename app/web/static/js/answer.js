// Answering: each answer is kept as it is given; the house answers with the section as it now is, for questions may come and go.
(() => {
  const form = document.querySelector("form[data-live]");
  if (!form) return;
  const say = form.querySelector("[data-live-say]");
  const PAUSE = 700;
  let timer = 0;
  let leaving = false;

  const takeOver = (fresh) => {
    const wanted = [...fresh.querySelectorAll("fieldset.q")];
    const ids = new Set(wanted.map((one) => one.id));
    for (const old of form.querySelectorAll("fieldset.q")) if (!ids.has(old.id)) old.remove();
    let before = null;
    for (const one of wanted) {
      const known = document.getElementById(one.id);
      if (!known) {
        const place = before ? before.nextSibling : form.querySelector("fieldset.q") || form.querySelector(".send");
        form.insertBefore(document.importNode(one, true), place);
      }
      before = document.getElementById(one.id);
    }
  };

  const keep = async () => {
    const body = new FormData(form);
    body.append("go", "keep");
    try {
      const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(body) });
      if (leaving) return;
      if (answer.redirected) location.href = answer.url;
      if (!answer.ok) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("form[data-live]");
      if (fresh) takeOver(fresh);
      say.textContent = "已存。换个手机打开同一个链接，可以接着答。";
    } catch {
      say.textContent = "网络断了，刚才的还没有存。不用重填，连上后点下一节会一起存。";
    }
  };

  form.addEventListener("change", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE);
  });
  form.addEventListener("change", (event) => {
    const box = event.target.closest(".choice");
    if (!box) return;
    for (const other of box.parentNode.querySelectorAll(".choice")) other.classList.toggle("on", other.querySelector("input").checked);
  });
  form.addEventListener("submit", () => {
    leaving = true;
    clearTimeout(timer);
  });
})();
