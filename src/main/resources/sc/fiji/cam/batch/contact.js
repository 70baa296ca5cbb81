
"use strict";
const PER_PAGE = 100;
const data = JSON.parse(document.getElementById("data").textContent);
const by = id => document.getElementById(id);

/** An element; what stands in it is text, never markup: file names may hold anything. */
function element(tag, text, values) {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  return Object.assign(made, values);
}

function number(value, digits) {
  if (value === null) return "–";
  const small = value !== 0 && Math.abs(value) < 10 ** -digits;
  return small ? value.toExponential(1) : value.toFixed(digits);
}

/** What is no class activation map, or misses its sum, does not look like one that keeps it. */
function completeness(map) {
  const value = map.completeness === null ? "–" : map.completeness.toExponential(1);
  const missed = map.method === "cam" && !map.exact;
  const what = missed ? ", not exact" : map.exact ? "" : ", " + map.method;
  return element("span", "completeness " + value + what, { className: missed ? "warning" : "" });
}

function figure(map) {
  const made = element("figure");
  const name = map.image + (map.slice === null ? "" : ", slice " + map.slice);
  if (map.overlay) {
    const link = element("a", undefined, { href: map.overlay, target: "_blank", rel: "noopener" });
    link.append(element("img", undefined,
        { loading: "lazy", decoding: "async", alt: "overlay of " + name, src: map.overlay }));
    made.append(link);
  } else {
    made.append(element("div", "no overlay was saved", { className: "none" }));
  }
  const caption = element("figcaption", undefined, { title: name });
  caption.append(
      element("bdi", name.replace(/^.*[\/\\]/s, "")),
      element("span", map.class + " " + map.label, { className: "label" }),
      element("span", "p " + number(map.probability, 4) + ", logit " + number(map.logit, 3)),
      completeness(map));
  made.append(caption);
  return made;
}

function row(failure) {
  const made = element("tr");
  for (const key of ["image", "slice", "stage", "message"]) made.append(element("td", failure[key] ?? ""));
  return made;
}

/** Shows lists page by page: no more elements than a page has, however long the list. */
function paged(nav, place, draw, what) {
  let list = [];
  let page = 0;
  const go = to => { turn(to); place.scrollIntoView(); };
  const button = (text, step) => {
    const made = element("button", text, { type: "button" });
    made.addEventListener("click", () => go(page + step));
    return made;
  };
  const last = () => Math.max(0, Math.ceil(list.length / PER_PAGE) - 1);
  const previous = button("◀ previous", -1);
  const next = button("next ▶", 1);
  const at = element("input", undefined, { type: "number", min: 1, ariaLabel: "page" });
  at.addEventListener("change", () => go(at.value - 1));
  const of = element("span");
  const count = element("span");
  nav.append(previous, element("span", "page"), at, of, next, count);
  function turn(to) {
    page = Math.min(Math.max(0, Math.trunc(to) || 0), last());
    at.value = page + 1;
    at.max = last() + 1;
    of.textContent = "of " + (last() + 1);
    count.textContent = what(list.length);
    previous.disabled = page === 0;
    next.disabled = page === last();
    place.replaceChildren(...list.slice(page * PER_PAGE, (page + 1) * PER_PAGE).map(draw));
  }
  return shown => { list = shown; turn(0); };
}

function classes() {
  const found = new Map();
  for (const map of data.maps) {
    const known = found.get(map.class) || { label: map.label, count: 0 };
    known.count++;
    found.set(map.class, known);
  }
  const inOrder = [...found].sort((a, b) => a[0] - b[0]);
  for (const [number, { label, count }] of inOrder) {
    by("class").append(element("option", number + " " + label + " (" + count + ")", { value: number }));
  }
}

/** What the form chooses, in its order; what has no value comes last. */
function chosen() {
  const name = by("name").value.toLowerCase();
  const only = by("class").value;
  const low = by("low").value === "" ? -Infinity : Number(by("low").value);
  const high = by("high").value === "" ? Infinity : Number(by("high").value);
  const list = data.maps.filter(map =>
      map.image.toLowerCase().includes(name)
      && (only === "" || map.class === Number(only))
      && map.probability >= low && map.probability <= high);
  const key = by("sort").value;
  const sign = by("descending").checked ? -1 : 1;
  if (key === "") return sign === 1 ? list : list.reverse();
  return list.sort((a, b) => {
    if (a[key] === null || b[key] === null) return (a[key] === null) - (b[key] === null);
    return sign * (a[key] - b[key]);
  });
}

classes();
const all = data.maps.length;
const showMaps = paged(by("pages"), by("maps"), figure, n => n === all ? n + " maps" : n + " of " + all + " maps");
const update = () => showMaps(chosen());
const form = by("choice");

/** The choice is in the address, to be found again after a reload and to be sent to others. */
function remember() {
  const given = [...new FormData(form)].filter(([, value]) => value !== "");
  history.replaceState(null, "", "#" + new URLSearchParams(given));
}

function recall() {
  for (const [key, value] of new URLSearchParams(location.hash.slice(1))) {
    const field = form.elements.namedItem(key);
    if (field instanceof HTMLInputElement && field.type === "checkbox") field.checked = true;
    else if (field) field.value = value;
  }
}

form.addEventListener("input", update);
form.addEventListener("change", remember);
form.addEventListener("reset", () => setTimeout(() => { update(); remember(); }));
form.addEventListener("submit", event => event.preventDefault());
recall();
update();

const failed = by("failed");
if (data.failures.length > 0) {
  failed.hidden = false;
  by("failures").textContent = data.failures.length + " failed";
  by("failures").addEventListener("click", () => { failed.open = true; });
  failed.querySelector("summary").textContent = data.failures.length + " failed";
  paged(failed.querySelector("nav"), failed.querySelector("tbody"), row, n => n + " failures")(data.failures);
}
