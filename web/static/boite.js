// Everything works without this file; it only saves a click, a look or a reload.
(() => {
  const racine = document.documentElement;
  const sombre = matchMedia("(prefers-color-scheme: dark)");
  const large = matchMedia("(min-width: 62rem)");

  // Theme: the button says what it will do.
  const themeVu = () => racine.dataset.theme || (sombre.matches ? "sombre" : "clair");
  const nommerTheme = () => {
    for (const bouton of document.querySelectorAll("[data-bascule-theme]")) {
      bouton.hidden = false;
      const versSombre = themeVu() === "clair";
      bouton.querySelector("[data-nom]").textContent = versSombre ? "Passer au thème sombre" : "Passer au thème clair";
      bouton.classList.toggle("vers-sombre", versSombre);
    }
  };
  const basculerTheme = () => {
    racine.dataset.theme = themeVu() === "clair" ? "sombre" : "clair";
    try {
      localStorage.setItem("theme", racine.dataset.theme);
    } catch {
      // Storage is refused: the choice lasts for this page.
    }
    nommerTheme();
  };

  // Filters: a box ticked applies at once; htmx takes the submission when it is there.
  const envoyer = (champ) => champ.form?.requestSubmit();

  // Everybody of a list at once; each box can still be unticked.
  const toutCocher = (tout) => {
    for (const une of tout.form.querySelectorAll(`input[name="${tout.dataset.toutCocher}"]`)) une.checked = tout.checked;
  };

  // Blocks folded on a phone are open on a wide screen; one that the server opened (a mistake inside) stays so.
  const deplier = () => {
    for (const bloc of document.querySelectorAll("details[data-ouvert-large]")) bloc.open ||= large.matches;
  };

  const deplies = new Set();
  const retenirDeplies = (zone) => {
    deplies.clear();
    for (const bloc of zone.querySelectorAll("details[id][open]")) deplies.add(bloc.id);
  };
  const rendreDeplies = (zone) => {
    for (const bloc of zone.querySelectorAll("details[id]")) bloc.open ||= deplies.has(bloc.id);
  };

  // What was ticked or typed while an answer was on its way is kept: the answer only knows what there was when it was asked for.
  const saisi = new Map();
  const cle = (champ) => `${champ.name} ${champ.type === "checkbox" || champ.type === "radio" ? champ.value : ""}`;
  const retenirSaisie = (zone) => {
    saisi.clear();
    if (zone.id !== "suggestions") return;
    for (const champ of zone.querySelectorAll("input, select")) saisi.set(cle(champ), [champ.checked, champ.value]);
  };
  const rendreSaisie = () => {
    for (const champ of document.querySelectorAll("#suggestions :is(input, select)")) {
      if (saisi.has(cle(champ))) [champ.checked, champ.value] = saisi.get(cle(champ));
    }
    saisi.clear();
  };

  const viserErreurs = () => document.getElementById("erreurs")?.focus();

  // The count is read aloud: the live region stays in the page while the list is replaced.
  const annoncer = (zone) => {
    const region = document.getElementById("annonce");
    if (region && zone?.dataset.annonce) region.textContent = zone.dataset.annonce;
  };

  // People chosen one by one or a group at a time: the button says how many.
  const compter = (formulaire) => {
    const nombre = formulaire.querySelectorAll("input[name=personne]:checked").length;
    const compte = formulaire.querySelector("[data-compte]");
    if (compte) compte.textContent = nombre ? ` (${nombre})` : "";
    for (const bouton of formulaire.querySelectorAll("[data-cocher-groupe]")) {
      const cases = [...bouton.closest("section").querySelectorAll("input[name=personne]")];
      bouton.firstChild.textContent = cases.every((c) => c.checked) ? "Tout décocher" : "Tout cocher";
    }
  };
  const cocherGroupe = (bouton) => {
    const cases = [...bouton.closest("section").querySelectorAll("input[name=personne]")];
    const cocher = !cases.every((c) => c.checked);
    for (const c of cases) c.checked = cocher;
    compter(bouton.form);
  };

  document.addEventListener("click", (evenement) => {
    const bouton = evenement.target.closest("[data-cocher-groupe]");
    if (bouton) cocherGroupe(bouton);
    if (evenement.target.closest("[data-bascule-theme]")) basculerTheme();
    if (evenement.target.closest("[data-imprimer]")) window.print();
  });
  document.addEventListener("change", (evenement) => {
    if (evenement.target.matches("[data-envoi]")) envoyer(evenement.target);
    if (evenement.target.matches("[data-tout-cocher]")) toutCocher(evenement.target);
    if (evenement.target.form?.matches("[data-choix]")) compter(evenement.target.form);
  });
  document.addEventListener("htmx:configRequest", (evenement) => {
    const donnees = evenement.detail.formData;
    for (const [nom, valeur] of [...donnees.entries()]) if (valeur === "") donnees.delete(nom);
  });
  document.addEventListener("htmx:beforeSwap", (evenement) => {
    retenirDeplies(evenement.detail.target);
    retenirSaisie(evenement.detail.target);
  });
  document.addEventListener("htmx:afterSwap", () => {
    rendreSaisie();
    const zone = document.getElementById("resultats");
    if (!zone) return;
    rendreDeplies(zone);
    annoncer(zone);
    viserErreurs();
    if (document.activeElement === document.body) zone.querySelector("[data-focus]")?.focus({ preventScroll: true });
  });
  for (const nom of ["htmx:sendError", "htmx:responseError"]) {
    document.addEventListener(nom, () => {
      const avis = document.getElementById("panne");
      if (avis) avis.hidden = false;
    });
  }
  document.addEventListener("htmx:beforeRequest", () => {
    const avis = document.getElementById("panne");
    if (avis) avis.hidden = true;
  });
  sombre.addEventListener("change", nommerTheme);
  large.addEventListener("change", deplier);

  nommerTheme();
  deplier();
  // A page that comes back keeps its ticks.
  for (const formulaire of document.querySelectorAll("form[data-choix]")) compter(formulaire);
  viserErreurs();
})();
