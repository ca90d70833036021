// The reading desk's keys, the width of its panels, and the choice of a line for a note.
// It never fetches lines by itself: every frame is asked for by a link that the reader followed.
"use strict";

const desk = document.querySelector(".room-desk");
const panels = { tree: document.getElementById("panel-tree"), side: document.getElementById("panel-side") };
const narrow = matchMedia("(max-width: 60rem)");

// ---- Folding and widths; remembered for this browser tab only. ----

function remember(name, value) {
  sessionStorage.setItem(`vitrine.${name}`, value);
}

for (const [name, panel] of Object.entries(panels)) {
  const folded = sessionStorage.getItem(`vitrine.fold.${name}`);
  if (narrow.matches && name === "tree") {
    panel.open = false;
  } else if (folded !== null) {
    panel.open = folded === "no";
  }

  panel.addEventListener("toggle", (event) => {
    if (event.target === panel && !narrow.matches) {
      remember(`fold.${name}`, panel.open ? "no" : "yes");
    }

    showGrips();
  });
}

function fold(name) {
  panels[name].open = !panels[name].open;
  panels[name].querySelector("summary").focus();
}

function widthOf(name) {
  return panels[name].getBoundingClientRect().width;
}

function setWidth(name, width, chosen = true) {
  const most = Math.min(640, window.innerWidth * 0.45);
  const kept = Math.round(Math.max(160, Math.min(most, width)));
  desk.style.setProperty(`--${name}-width`, `${kept}px`);
  const grip = document.querySelector(`[data-grip="${name}"]`);
  grip.setAttribute("aria-valuenow", kept);
  grip.setAttribute("aria-valuemin", 160);
  grip.setAttribute("aria-valuemax", Math.round(most));
  // A narrow window makes panels narrow while it is narrow; only what the reader chose is kept.
  if (chosen) {
    remember(`width.${name}`, kept);
  }
}

function showGrips() {
  for (const grip of document.querySelectorAll("[data-grip]")) {
    grip.hidden = narrow.matches || !panels[grip.dataset.grip].open;
  }
}

for (const grip of document.querySelectorAll("[data-grip]")) {
  const name = grip.dataset.grip;
  const sign = name === "tree" ? 1 : -1;
  setWidth(name, Number(sessionStorage.getItem(`vitrine.width.${name}`)) || (name === "tree" ? 272 : 352), false);

  grip.addEventListener("pointerdown", (down) => {
    const start = widthOf(name);
    const move = (event) => setWidth(name, start + sign * (event.clientX - down.clientX));
    grip.setPointerCapture(down.pointerId);
    grip.addEventListener("pointermove", move);
    grip.addEventListener("lostpointercapture", () => grip.removeEventListener("pointermove", move), { once: true });
  });

  grip.addEventListener("keydown", (event) => {
    const step = event.key === "ArrowLeft" ? -16 : event.key === "ArrowRight" ? 16 : 0;
    if (step !== 0) {
      event.preventDefault();
      setWidth(name, widthOf(name) + sign * step);
    }
  });
}

showGrips();
narrow.addEventListener("change", showGrips);

// ---- Hits ----

// Scrolls the code alone; the page stays where it is.
function bring(element) {
  const code = element.closest(".code");
  const inner = element.getBoundingClientRect();
  const outer = code.getBoundingClientRect();
  const gutter = code.querySelector(".code-gutter").offsetWidth;
  code.scrollTop += inner.top - outer.top - (outer.height - inner.height) / 2;
  if (inner.width < outer.width - gutter) {
    code.scrollLeft += Math.max(0, inner.right - outer.right + 24) + Math.min(0, inner.left - outer.left - gutter - 24);
  }
}

const hits = [...document.querySelectorAll("a[data-hit]")];

function goToHit(step) {
  const now = hits.findIndex((hit) => hit.getAttribute("aria-current") === "true");
  const next = hits[now < 0 ? (step > 0 ? 0 : hits.length - 1) : now + step];
  if (!next) {
    return;
  }

  openDrawer("search");
  const there = new URL(next.href);
  const shown = document.getElementById(`hit-${next.dataset.hit}`);
  if (!shown) {
    location.assign(there);
    return;
  }

  // The hit is in the frame on the screen: nothing new is delivered, so nothing is asked of the server.
  hits[now]?.removeAttribute("aria-current");
  document.querySelector(".hit-now")?.classList.remove("hit-now");
  next.setAttribute("aria-current", "true");
  shown.classList.add("hit-now");
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
  bring(shown);
  history.replaceState(null, "", there);
}

// ---- Drawers ----

function openDrawer(name) {
  panels.side.open = true;
  document.getElementById(`drawer-${name}`).open = true;
}

document.addEventListener("click", (event) => {
  const anchor = event.target.closest(".code-mark");
  if (anchor) {
    const note = document.getElementById(anchor.hash.slice(1));
    const drawer = note?.closest(".drawer");
    if (drawer) {
      panels.side.open = true;
      drawer.open = true;
    }
  }
});

// ---- Choosing a line ----

const from = document.querySelector("#note-form [name=from]");

function choose(line) {
  document.querySelector(".code-line.chosen")?.classList.remove("chosen");
  document.getElementById(`L${line}`)?.classList.add("chosen");
  if (from) {
    from.value = line;
  }
}

document.addEventListener("click", (event) => {
  const number = event.target.closest("[data-line]");
  if (!number) {
    return;
  }

  event.preventDefault();
  const line = Number(number.dataset.line);
  choose(line);
  history.replaceState(null, "", `#L${line}`);
});

// ---- Keys ----

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }

  const typing = event.target.closest("input, textarea, select");
  if (typing) {
    if (event.key === "Escape") {
      typing.blur();
      document.querySelector(".code")?.focus();
    }

    return;
  }

  const inHits = event.target.closest(".hits") !== null;
  switch (event.key) {
    case "j":
      goToHit(1);
      break;
    case "k":
      goToHit(-1);
      break;
    case "ArrowDown":
    case "ArrowUp":
      if (!inHits) {
        return;
      }

      goToHit(event.key === "ArrowDown" ? 1 : -1);
      break;
    case "[":
      fold("tree");
      break;
    case "]":
      fold("side");
      break;
    case "n":
      openDrawer("notes");
      document.getElementById("text")?.focus();
      break;
    case "?":
      document.getElementById("keys").togglePopover();
      break;
    default:
      return;
  }

  event.preventDefault();
});

// ---- The session's clock: minutes since it began, from the server's own times. ----

const clock = document.querySelector("[data-session-clock]");
if (clock) {
  const began = Date.parse(clock.dateTime);
  const ahead = Number(clock.dataset.sessionClock) * 1000 - Date.now();
  const show = () => {
    const minutes = Math.max(0, Math.floor((Date.now() + ahead - began) / 60000));
    const hours = Math.floor(minutes / 60);
    clock.textContent = hours > 0 ? `${hours}\u00a0h ${minutes % 60}\u00a0min` : minutes > 0 ? `${minutes}\u00a0min` : "under 1\u00a0min";
  };
  setInterval(show, 15000);
}

// Bring the current hit or the chosen line into view inside the code frame.
const target = document.querySelector(".hit-now") ?? document.querySelector(".code-line:target");
if (target) {
  bring(target);
}

if (!narrow.matches) {
  document.querySelector(".tree-row[aria-current]")?.scrollIntoView({ block: "nearest" });
}
