// Wakes the islands of a page. Without it, or in an older browser, the page is complete as it is.
import init, * as app from "./app.js";
for (const k of ["__RESOLVED_RESOURCES", "__SERIALIZED_ERRORS", "__INCOMPLETE_CHUNKS"]) globalThis[k] ??= [];
const owners = []; // reactive owner of the enclosing island's children
async function walk(el) {
  const tag = el.localName, slot = tag === "leptos-children";
  if (slot) owners.push(el.$$on_hydrate);
  if (tag === "leptos-island") { owners.at(-1)?.(); await app[el.dataset.component]?.(el); }
  for (const c of el.children) await walk(c);
  if (slot) owners.pop();
}
await init({ module_or_path: new URL("./app_bg.wasm", import.meta.url) });
app.hydrate();
await walk(document.body);
document.documentElement.dataset.islands = "ready";
