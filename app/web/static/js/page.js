// Whole-page conveniences: large type, side menu, printing, copying a code. Pages work without any of them.
(() => {
  const root = document.documentElement;

  for (const tool of document.querySelectorAll("[data-size-toggle]")) {
    tool.addEventListener("click", (event) => {
      event.preventDefault();
      const large = root.dataset.size !== "large";
      root.dataset.size = large ? "large" : "normal";
      tool.setAttribute("aria-pressed", String(large));
      document.cookie = `size=${root.dataset.size}; path=/; max-age=31536000; samesite=lax`;
    });
  }

  for (const opener of document.querySelectorAll("[data-menu]")) {
    const menu = document.getElementById(opener.dataset.menu);
    const show = (open) => {
      menu.classList.toggle("open", open);
      opener.setAttribute("aria-expanded", String(open));
    };
    show(false);
    opener.addEventListener("click", (event) => {
      event.preventDefault();
      show(!menu.classList.contains("open"));
    });
    menu.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        show(false);
        opener.focus();
      }
    });
    menu.querySelector(".menu-close")?.addEventListener("click", () => show(false));
  }

  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  for (const button of document.querySelectorAll("[data-copy]")) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
      button.textContent = "已复制";
    });
  }
})();
