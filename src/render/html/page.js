// Tables that sort and filter, with nothing from outside. Without this script the page is whole.
(() => {
  "use strict";
  const say = document.body.dataset;
  const order = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const NEXT = { none: "ascending", ascending: "descending", descending: "none" };

  const shown = (row, at) => {
    const cell = row.cells[at];
    return cell ? cell.textContent.trim() : "";
  };
  const number = (text) => Number(text.replace(/[,%]/g, ""));
  const empty = (text) => text === "" || text === "—";

  // What is not known stands last, whichever way a column is sorted.
  const compare = (figures, way) => (a, b) => {
    if (empty(a.key) || empty(b.key)) return empty(a.key) - empty(b.key) || a.place - b.place;
    const by = figures ? number(a.key) - number(b.key) : order.compare(a.key, b.key);
    return way * by || a.place - b.place;
  };

  const sortable = (table, rows) => {
    const body = table.tBodies[0];
    const heads = [...table.tHead.rows[0].cells];
    const lines = rows.filter((row) => !row.classList.contains("sum"));
    if (lines.length < 2) return;
    heads.forEach((head, at) => {
      if (head.classList.contains("track")) return;
      const button = document.createElement("button");
      button.type = "button";
      button.title = say.sort;
      button.append(...head.childNodes);
      head.append(button);
      head.setAttribute("aria-sort", "none");
      button.addEventListener("click", () => {
        const to = NEXT[head.getAttribute("aria-sort")];
        heads.forEach((other) => other.hasAttribute("aria-sort") && other.setAttribute("aria-sort", "none"));
        head.setAttribute("aria-sort", to);
        let sorted = rows;
        if (to !== "none") {
          const way = to === "ascending" ? 1 : -1;
          const keys = lines.map((row, place) => ({ row, place, key: shown(row, at) }));
          keys.sort(compare(head.classList.contains("n"), way));
          sorted = keys.map((key) => key.row);
        }
        // Sums over groups mean nothing once the groups are torn apart.
        rows.forEach((row) => row.classList.contains("sum") && row.remove());
        body.append(...sorted);
      });
    });
  };

  const filterable = (table, rows) => {
    if (rows.length < 15) return;
    const tools = document.createElement("div");
    tools.className = "tools";
    const label = document.createElement("label");
    const input = document.createElement("input");
    const count = document.createElement("output");
    input.type = "search";
    label.append(say.filter + " ", input);
    tools.append(label, count);
    table.closest(".scroll").before(tools);
    input.addEventListener("input", () => {
      const wanted = input.value.trim().toLowerCase();
      let n = 0;
      for (const row of rows) {
        const sum = row.classList.contains("sum");
        row.hidden = wanted !== "" && (sum || !row.textContent.toLowerCase().includes(wanted));
        if (!sum && !row.hidden) n += 1;
      }
      if (table.tFoot) table.tFoot.hidden = wanted !== "";
      const all = rows.filter((row) => !row.classList.contains("sum")).length;
      count.textContent = wanted === "" ? "" : say.shown.replace("{shown}", n).replace("{all}", all);
    });
  };

  for (const table of document.querySelectorAll("table.data")) {
    const rows = [...table.tBodies[0].rows];
    sortable(table, rows);
    filterable(table, rows);
  }
})();
