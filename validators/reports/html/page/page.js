
"use strict";
(function () {
  // The page is whole without this script: it only hides what the reader does not ask for.
  var filters = document.getElementById("filters");
  var unit = document.getElementById("unit");
  var words = document.getElementById("words");
  var shown = document.getElementById("shown");
  var choices = Array.from(filters.querySelectorAll("input[type=checkbox]"));
  var counts = choices.map(function (choice) { return choice.parentNode.querySelector("output"); });
  var files = Array.from(document.querySelectorAll(".file"));
  var forms = [];
  var entries = [];
  var waiting = 0;

  function plain(text) {
    return text.normalize("NFKC").toLowerCase();
  }

  files.forEach(function (file) {
    var name = file.querySelector("h3");
    Array.from(file.querySelectorAll(".form")).forEach(function (form) {
      var head = Array.from(form.querySelectorAll("h4, .facts"));
      forms.push(form);
      Array.from(form.querySelectorAll(".entry")).forEach(function (entry) {
        entries.push({
          item: entry, form: form, file: file,
          unit: form.dataset.unit, kind: entry.dataset.kind, count: Number(entry.dataset.count),
          parts: [name].concat(head, [entry]), text: null
        });
      });
    });
  });
  var all = entries.reduce(function (sum, entry) { return sum + entry.count; }, 0);

  // The text of an entry with its headings, taken when it is first asked for.
  function textOf(entry) {
    if (entry.text === null) {
      entry.text = plain(entry.parts.map(function (part) { return part.textContent; }).join(" "));
    }
    return entry.text;
  }

  function listUnits() {
    var names = new Set(forms.map(function (form) { return form.dataset.unit; }));
    Array.from(names).sort(function (a, b) { return a.localeCompare(b, "zh-CN"); }).forEach(function (name) {
      var option = document.createElement("option");
      option.value = "=" + name;
      option.textContent = name || "（没有写单位）";
      unit.appendChild(option);
    });
  }

  function asked(text) {
    return plain(text).split(/\s+/).filter(Boolean);
  }

  // Thousands of entries take a moment: not after each sign that is typed.
  function soon() {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(apply, 200);
  }

  function apply() {
    window.clearTimeout(waiting);
    var terms = asked(words.value);
    var kinds = new Map(choices.map(function (choice) { return [choice.value, choice.checked]; }));
    var found = new Map();
    var open = new Set();
    var listed = 0;
    entries.forEach(function (entry) {
      var fits = (unit.value === "" || unit.value === "=" + entry.unit) &&
        terms.every(function (term) { return textOf(entry).indexOf(term) >= 0; });
      if (fits) {
        found.set(entry.kind, (found.get(entry.kind) || 0) + entry.count);
      }
      fits = fits && kinds.get(entry.kind);
      entry.item.hidden = !fits;
      if (fits) {
        listed += entry.count;
        open.add(entry.form).add(entry.file);
      }
    });
    forms.concat(files).forEach(function (part) { part.hidden = !open.has(part); });
    choices.forEach(function (choice, at) { counts[at].textContent = found.get(choice.value) || 0; });
    tell(listed, files.filter(function (file) { return open.has(file); }).length, terms);
  }

  function tell(listed, fileCount, terms) {
    var off = choices.filter(function (choice) { return !choice.checked; });
    var on = choices.filter(function (choice) { return choice.checked; });
    var limits = [];
    if (unit.value !== "") { limits.push("单位为" + (unit.value.slice(1) || "没有写单位的")); }
    if (off.length) { limits.push("级别为" + (on.map(function (choice) { return choice.value; }).join("、") || "（未选）")); }
    if (terms.length) { limits.push("含有“" + words.value.trim() + "”"); }
    shown.textContent = limits.length
      ? "只列出" + limits.join("，") + "的：" + fileCount + " 个文件，" + listed + " 条；全部共 " + files.length + " 个文件，" + all + " 条。"
      : "全部列出：" + files.length + " 个文件，" + all + " 条。";
    shown.classList.toggle("partly", limits.length > 0);
  }

  listUnits();
  filters.hidden = false;
  filters.addEventListener("input", soon);
  filters.addEventListener("change", apply);
  filters.addEventListener("submit", function (event) { event.preventDefault(); });
  filters.addEventListener("reset", soon);
  apply();
}());
