// Small comforts for every page. Without this file everything still works: digests unfold, menus are details, forms are forms.
"use strict";

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (button) {
    const label = button.querySelector("[data-copy-label]");
    const words = label.textContent;
    await navigator.clipboard.writeText(button.dataset.copy);
    label.textContent = "Copied";
    button.classList.add("copied");
    setTimeout(() => {
      label.textContent = words;
      button.classList.remove("copied");
    }, 2000);
  }

  // A menu or an unfolded digest closes when something else is chosen.
  for (const open of document.querySelectorAll("[data-menu][open], .digest details[open]")) {
    if (!open.contains(event.target)) {
      open.open = false;
    }
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    for (const open of document.querySelectorAll("[data-menu][open], .digest details[open]")) {
      open.open = false;
      open.querySelector("summary").focus();
    }
  }

  const typing = event.target.closest("input, textarea, select");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const search = document.querySelector("[data-search]");
    if (search) {
      event.preventDefault();
      search.focus();
      search.select();
    }
  }
});
