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

// A draft saves itself, and says where it could not: an answer that says nothing of saving (the log-in ended, the server
// is away) takes nothing from the page. Whoever goes on meanwhile waits until it is saved, so that nobody is overtaken by
// their own window; whoever would leave with words that are not saved is asked.
const LOST = {
  login: "登录已经失效，没有自动保存。填写的内容还在页面上，没有丢：请按下面的保存按钮，重新登录后接着保存。",
  gone: "草稿已经提交或者删除，没有保存。这里填写的内容，需要的请复制下来，再到“我的”页面查看。",
  network: "网络不通或者服务器没有应答，没有自动保存。填写的内容还在页面上，请不要关闭页面，稍后会再试。",
};
const TRY_AGAIN = 15_000;

// Whether a field holds something else than the page brought.
function differs(field) {
  if (field.options) {
    const brought = [...field.options].findIndex((option) => option.defaultSelected);
    return field.selectedIndex !== Math.max(brought, 0);
  }
  if (/^(radio|checkbox)$/.test(field.type)) return field.checked !== field.defaultChecked;
  if (field.type === "file" || !("defaultValue" in field)) return false;
  return Boolean(field.value) && field.value !== field.defaultValue;
}

class Draft {
  constructor(form) {
    this.form = form;
    this.unsaved = false;
    for (const kind of ["input", "change"]) form.addEventListener(kind, () => (this.unsaved = true));
    form.addEventListener("htmx:beforeRequest", () => (this.unsaved = false));
    form.addEventListener("htmx:beforeSwap", (event) => this.look(event));
    for (const kind of ["htmx:sendError", "htmx:timeout"]) form.addEventListener(kind, () => this.lost("network"));
    form.addEventListener("submit", (event) => this.hold(event));
    document.addEventListener("submit", (event) => this.leave(event));
    document.addEventListener("click", (event) => this.follow(event));
    document.addEventListener("visibilitychange", () => document.hidden && this.save());
    addEventListener("online", () => this.save());
    addEventListener("beforeunload", (event) => this.unsaved && event.preventDefault());
    addEventListener("pageshow", (event) => event.persisted && location.reload());
    // Where the line is slow, words are typed before this runs. htmx listens from the same event on, and before this.
    if ([...form.elements].some(differs)) {
      this.unsaved = true;
      document.addEventListener("DOMContentLoaded", () => this.save());
    }
  }

  get busy() {
    return this.form.classList.contains("htmx-request");
  }

  save() {
    if (this.unsaved) this.form.dispatchEvent(new Event("keep"));
  }

  // Once everything that is on its way has come back.
  settled(then) {
    const look = () => setTimeout(() => (this.busy ? this.settled(then) : then()));
    this.form.addEventListener("htmx:afterRequest", look, { once: true });
  }

  look(event) {
    if (event.detail.serverResponse.includes('id="saved"')) return;
    event.detail.shouldSwap = false;
    const { status, responseURL } = event.detail.xhr;
    const asked = status === 401 || status === 403 || new URL(responseURL).pathname === "/login/";
    this.lost(asked ? "login" : status === 404 || status < 400 ? "gone" : "network");
  }

  lost(why) {
    this.unsaved = true;
    const box = this.form.querySelector("#saved");
    const said = box.querySelector("[data-lost]");
    box.classList.add("trouble");
    said.hidden = false;
    said.textContent = LOST[why];
    clearTimeout(this.again);
    if (why === "network") this.again = setTimeout(() => this.save(), TRY_AGAIN);
  }

  hold(event) {
    if (!this.busy) return;
    event.preventDefault();
    this.settled(() => this.form.requestSubmit(event.submitter));
  }

  leave(event) {
    if (event.defaultPrevented) return;
    if (event.target === this.form || "discards" in event.target.dataset) this.unsaved = false;
  }

  follow(event) {
    const link = event.target.closest?.("a[href]");
    if (!this.unsaved || !link || link.target || event.button) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey || link.getAttribute("href").startsWith("#")) return;
    event.preventDefault();
    this.settled(() => location.assign(link.href));
    this.save();
  }
}

function prepareAutosave(root) {
  if (!window.htmx) return; // it sends what is typed
  for (const form of root.querySelectorAll("[data-autosave]")) new Draft(form);
}

// One box ticks all of the page, and the button says how many are ticked.
function preparePick(root) {
  for (const form of root.querySelectorAll("[data-pick]")) {
    const all = form.querySelector("[data-pick-all]");
    const boxes = [...form.querySelectorAll("input[name='case']")];
    const show = () => {
      const picked = boxes.filter((box) => box.checked).length;
      form.querySelector("[data-picked]").textContent = picked ? `${picked}件` : "";
      all.control.checked = picked === boxes.length;
      all.control.indeterminate = picked > 0 && picked < boxes.length;
    };
    all.hidden = false;
    form.addEventListener("change", (event) => {
      if (event.target === all.control) for (const box of boxes) box.checked = all.control.checked;
      show();
    });
    show();
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
  preparePick(root);
}

prepare(document);
lightUp(document);
unfoldTarget();
document.getElementById("errors")?.focus();
addEventListener("hashchange", unfoldTarget);
document.addEventListener("htmx:afterSwap", (event) => {
  const root = event.target.parentNode ?? document;
  foldLongTexts(root);
  preparePick(root);
});
