// Put into a copy of a page by the test: looks at it as a reader's browser shows it, and tells.
(() => {
  const found = [];
  const say = (what) => found.push(String(what));
  addEventListener("error", (event) => say("error: " + event.message));
  addEventListener("securitypolicyviolation", (event) => say("not allowed: " + event.blockedURI));
  const error = console.error;
  console.error = (...all) => { say("console: " + all.join(" ")); error(...all); };

  const texts = (rows, at) => rows.map((row) => row.cells[at].textContent.trim());

  const semantics = () => {
    if (document.querySelectorAll("h1").length !== 1) say("not one h1");
    if (!["zh-CN", "en"].includes(document.documentElement.lang)) say("no language");
    if (document.title.trim() === "") say("no title");
    for (const table of document.querySelectorAll("table.data")) {
      const name = table.caption ? table.caption.textContent : "";
      if (name === "") say("a table without a caption");
      const heads = table.tHead ? [...table.tHead.rows[0].cells] : [];
      if (!heads.length || heads.some((head) => head.scope !== "col")) say(name + ": heads");
      for (const row of table.rows) {
        if (row.cells.length !== heads.length) say(name + ": a row of another length");
        if (row.parentNode !== table.tHead && !row.querySelector("th[scope=row]")) say(name + ": a row without a name");
      }
      const region = table.closest("[role=region]");
      if (!region || region.tabIndex !== 0 || !region.getAttribute("aria-label")) say(name + ": no region");
    }
    for (const plot of document.querySelectorAll("svg.plot")) {
      if (plot.getAttribute("role") !== "img" || !plot.getAttribute("aria-label")) say("a picture without a name");
    }
  };

  const widths = () => {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return;
    let worst = root;
    for (const one of document.body.querySelectorAll("*")) {
      if (one.closest(".scroll") !== null && !one.matches(".scroll")) continue;
      if (one.getBoundingClientRect().right > root.clientWidth + 1) worst = one;
    }
    say("wider than the page: " + root.scrollWidth + " > " + root.clientWidth + ", " + worst.outerHTML.slice(0, 120));
  };

  // On paper nothing scrolls: what is wider than its frame is cut off.
  const frames = () => {
    for (const frame of document.querySelectorAll(".scroll")) {
      const inner = frame.firstElementChild;
      if (inner.getBoundingClientRect().right > document.documentElement.clientWidth + 1) {
        say("cut off on paper: " + frame.getAttribute("aria-label") + " " + Math.round(inner.getBoundingClientRect().width));
      }
    }
  };

  const sorting = () => {
    for (const table of document.querySelectorAll("table.data")) {
      const at = [...table.tHead.rows[0].cells].findIndex((head) => head.matches(".n") && head.querySelector("button"));
      if (at < 0) continue;
      const head = table.tHead.rows[0].cells[at];
      const before = texts([...table.tBodies[0].rows], at);
      for (const [state, way] of [["ascending", 1], ["descending", -1]]) {
        head.querySelector("button").click();
        if (head.getAttribute("aria-sort") !== state) say("aria-sort is not " + state);
        const figures = texts([...table.tBodies[0].rows], at).filter((text) => text !== "" && text !== "—");
        const numbers = figures.map((text) => Number(text.replace(/[,%]/g, "")));
        if (numbers.some((number, place) => !(place === 0 || way * (number - numbers[place - 1]) >= 0))) say("not sorted " + state + ": " + figures);
      }
      head.querySelector("button").click();
      if (head.getAttribute("aria-sort") !== "none") say("aria-sort is not none");
      if (texts([...table.tBodies[0].rows], at).join() !== before.join()) say("the order is not the first one again");
    }
  };

  const filtering = () => {
    for (const input of document.querySelectorAll(".tools input")) {
      if (!input.closest("label")) say("a field without a name");
      const rows = [...input.closest(".tools").nextElementSibling.querySelectorAll("tbody tr:not(.sum)")];
      const type = (text) => { input.value = text; input.dispatchEvent(new Event("input")); };
      type(rows[0].textContent.slice(0, 6));
      if (rows[0].hidden) say("what was looked for is hidden");
      type("\u{10FFFF}");
      if (rows.some((row) => !row.hidden)) say("what was not looked for is shown");
      if (!input.closest(".tools").querySelector("output").textContent.includes("0")) say("nobody says how many");
      type("");
      if (rows.some((row) => row.hidden)) say("rows stay hidden");
    }
  };

  const tell = () => {
    parent.postMessage({ page: window.name, width: innerWidth, found: found.splice(0) }, "*");
  };

  addEventListener("load", () => {
    widths();
    if (window.name.endsWith("paper")) frames();
    else { semantics(); sorting(); filtering(); }
    tell();
  });
  // The test makes the frame as narrow as a phone.
  addEventListener("resize", () => { widths(); tell(); });
})();
