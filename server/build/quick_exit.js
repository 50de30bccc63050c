// Leaves without a way back: the link works without this script too.
document.addEventListener("click", (e) => {
  const a = e.target.closest && e.target.closest("a[data-quick-exit]");
  if (!a) return;
  e.preventDefault();
  location.replace(a.href);
});
