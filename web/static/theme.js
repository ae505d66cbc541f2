// Loaded before the first paint, so that neither the theme chosen nor what needs no button flashes. Nothing else belongs here.
(() => {
  const racine = document.documentElement;
  racine.classList.add("avec-script");
  try {
    const choisi = localStorage.getItem("theme");
    if (choisi === "clair" || choisi === "sombre") racine.dataset.theme = choisi;
  } catch {
    // Storage is refused: the theme of the system stays.
  }
})();
