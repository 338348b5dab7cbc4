// What makes the pages handier; every page works without it.
"use strict";

// Long texts fold after some lines, and unfold for the printer (style sheet) and for the reader (button).
function foldLongTexts(root) {
  for (const fold of root.querySelectorAll(".fold")) {
    const text = fold.querySelector(".fold-text");
    const line = parseFloat(getComputedStyle(text).lineHeight);
    if (fold.dataset.ready || text.scrollHeight < line * 10) continue;
    fold.dataset.ready = "yes";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "link-button";
    button.setAttribute("aria-controls", text.id);
    const show = (open) => {
      fold.classList.toggle("folded", !open);
      button.textContent = open ? "收起" : "展开全文";
      button.setAttribute("aria-expanded", String(open));
    };
    button.addEventListener("click", () => show(fold.classList.contains("folded")));
    fold.append(button);
    show(false);
  }
}

// A link that leads into a folded text opens it.
function unfoldTarget() {
  if (!location.hash) return;
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  target?.closest(".folded")?.querySelector("button")?.click();
}

// Uploads: a file may be dropped into the frame, and its progress is shown.
function prepareUpload(root) {
  const form = root.querySelector("[data-upload]");
  if (!form) return;
  const input = form.querySelector("input[type=file]");
  const progress = form.querySelector("[data-progress]");
  const bar = progress.querySelector("progress");
  const words = progress.querySelector("[data-progress-words]");
  const button = form.querySelector("button");

  for (const kind of ["dragenter", "dragover"]) {
    form.addEventListener(kind, (event) => {
      event.preventDefault();
      form.classList.add("over");
    });
  }
  for (const kind of ["dragleave", "drop"]) {
    form.addEventListener(kind, () => form.classList.remove("over"));
  }
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length) input.files = event.dataTransfer.files;
  });

  form.addEventListener("submit", (event) => {
    if (!input.files.length) return;
    event.preventDefault();
    const request = new XMLHttpRequest();
    button.disabled = true;
    progress.hidden = false;
    words.textContent = "正在上传…";
    request.upload.addEventListener("progress", (sent) => {
      if (sent.lengthComputable) bar.value = sent.loaded / sent.total;
    });
    request.upload.addEventListener("load", () => {
      bar.removeAttribute("value");
      words.textContent = "已上传，正在读取和检查…";
    });
    const failed = () => {
      button.disabled = false;
      bar.value = 0;
      words.textContent = "上传中断。请检查网络，再按一次“上传并读取”。";
    };
    request.addEventListener("error", failed);
    request.addEventListener("abort", failed);
    request.addEventListener("load", () => {
      if (new URL(request.responseURL).pathname !== location.pathname) {
        location.assign(request.responseURL);
        return;
      }
      const page = new DOMParser().parseFromString(request.responseText, "text/html");
      document.querySelector("main").replaceWith(document.importNode(page.querySelector("main"), true));
      prepare(document);
      document.getElementById("errors")?.focus();
    });
    request.open("POST", form.action);
    request.send(new FormData(form));
  });
}

// A step lights up the words that it comes from, and words the steps that were made of them.
function lightUp(root) {
  const light = (event, on) => {
    const source = event.target.closest?.("[data-step]");
    if (!source) return;
    for (const other of root.querySelectorAll(`[data-step="${CSS.escape(source.dataset.step)}"]`)) {
      other.classList.toggle("lit", on);
    }
  };
  for (const kind of ["mouseover", "focusin"]) root.addEventListener(kind, (event) => light(event, true));
  for (const kind of ["mouseout", "focusout"]) root.addEventListener(kind, (event) => light(event, false));
}

// The form of a kit asks only for what its answers call for. A condition looks at fields that stand before it; what is
// not asked for answers none.
function askWhatIsCalledFor(form) {
  const answers = (key) =>
    [...form.querySelectorAll(`[name="f.${CSS.escape(key)}"]`)]
      .filter((input) => !input.closest("[hidden]") && (input.checked || !/^(radio|checkbox)$/.test(input.type)))
      .map((input) => input.value);
  for (const part of form.querySelectorAll("[data-when]")) {
    const conditions = Object.entries(JSON.parse(part.dataset.when));
    part.hidden = !conditions.every(([key, wanted]) => answers(key).some((value) => wanted.includes(value)));
  }
}

// Another row of a table is made on the spot: the last one again, blank.
function addRow(event) {
  const button = event.target.closest?.(".row-add button");
  const table = button?.closest("fieldset").querySelector("tbody");
  if (!table?.rows.length) return;
  event.preventDefault();
  const old = table.rows.length - 1;
  const row = table.rows[old].cloneNode(true);
  for (const element of row.querySelectorAll("[id], [name], [for]")) {
    for (const attribute of ["id", "name", "for"]) {
      const value = element.getAttribute(attribute);
      if (value) element.setAttribute(attribute, value.replace(/([.-])\d+([.-][^.-]*)$/, `$1${old + 1}$2`));
    }
  }
  for (const error of row.querySelectorAll(".error-text")) error.remove();
  for (const cell of row.querySelectorAll(".wrong")) cell.classList.remove("wrong");
  for (const input of row.querySelectorAll("input, select")) {
    input.value = "";
    input.removeAttribute("aria-invalid");
    input.removeAttribute("aria-describedby");
  }
  table.append(row);
  row.querySelector("input, select").focus();
}

function prepareKitForm(root) {
  for (const form of root.querySelectorAll(".kit-form")) {
    form.classList.add("scripted");
    form.addEventListener("change", () => askWhatIsCalledFor(form));
    form.addEventListener("click", addRow);
    askWhatIsCalledFor(form);
  }
}

// A draft saves itself. Whoever goes on meanwhile waits until that is done, so that nobody is overtaken by their own
// window; an answer that says nothing of saving (the log-in ended, the server is away) takes nothing from the page.
function prepareAutosave(root) {
  for (const form of root.querySelectorAll("[data-autosave]")) {
    form.addEventListener("submit", (event) => {
      if (!form.classList.contains("htmx-request")) return;
      event.preventDefault();
      form.addEventListener("htmx:afterRequest", () => setTimeout(() => form.requestSubmit(event.submitter)), {
        once: true,
      });
    });
    const lost = () => {
      const said = form.querySelector("#saved p");
      said.className = "error-text";
      said.textContent = "没有自动保存：登录已经过期，或者网络不通。填写的内容还在页面上，请按“保存草稿”。";
    };
    form.addEventListener("htmx:beforeSwap", (event) => {
      if (event.detail.serverResponse.includes('id="saved"')) return;
      event.detail.shouldSwap = false;
      lost();
    });
    form.addEventListener("htmx:sendError", lost);
  }
}

// While a word is being composed from pinyin, what stands in the field is no word yet: nothing is filtered by it.
addEventListener("input", (event) => event.isComposing && event.stopPropagation(), true);
addEventListener("compositionend", (event) => event.target.dispatchEvent(new Event("input", { bubbles: true })));

function prepare(root) {
  foldLongTexts(root);
  prepareUpload(root);
  prepareKitForm(root);
  prepareAutosave(root);
}

prepare(document);
lightUp(document);
unfoldTarget();
document.getElementById("errors")?.focus();
addEventListener("hashchange", unfoldTarget);
document.addEventListener("htmx:afterSwap", (event) => foldLongTexts(event.target.parentNode ?? document));
