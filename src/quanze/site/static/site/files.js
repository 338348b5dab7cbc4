// The field of files (parts/files_field.html): each file is sent as soon as it is chosen, shown with its progress, and
// can be taken out again. Without this script the files come with the form.

const MEGABYTE = 1024 * 1024;
const ready = new WeakSet();

function sizeInWords(bytes) {
  if (bytes < MEGABYTE) return `${Math.max(1, Math.round(bytes / 1024))} KB`;
  return `${(bytes / MEGABYTE).toFixed(1)} MB`;
}

// What went wrong where the server gave no words of its own.
function inWords(name, request) {
  if (request.status === 413) return `“${name}”：文件太大，没有收下；请压缩其中的图片，或拆成几个文件再上传。`;
  if (request.status === 403) return `“${name}”：页面已经过期，文件没有上传；请刷新页面再选择文件。`;
  if (request.status) return `“${name}”：服务器出了问题，文件没有上传；请稍后再试。`;
  return `“${name}”：上传中断，没有收下；请检查网络，再选择一次。`;
}

class Field {
  constructor(element) {
    this.element = element;
    this.input = element.querySelector("input[type=file]");
    this.list = element.querySelector("[data-files-list]");
    this.errors = element.querySelector("[data-files-errors]");
    this.status = element.querySelector("[data-files-status]");
    this.form = this.input.form;
    this.most = Number(element.dataset.most);
    this.limit = Number(element.dataset.limit);
    this.waiting = []; // one file at a time: a slow line is not shared by ten
    this.sending = null;

    for (const row of this.list.children) this.dress(row);
    this.input.addEventListener("change", () => this.choose());
    this.form?.addEventListener("submit", (event) => this.hold(event));
  }

  choose() {
    this.say([]);
    const wrong = [];
    for (const file of this.input.files) {
      if (file.size > this.limit) {
        wrong.push(`“${file.name}”：超过 ${this.limit / MEGABYTE} MB 的上限；请压缩其中的图片，或拆成几个文件再上传。`);
      } else if (!file.size) {
        wrong.push(`“${file.name}”：文件是空的（0 字节），没有内容；请检查原文件。`);
      } else if (this.list.childElementCount >= this.most) {
        wrong.push(`“${file.name}”：最多 ${this.most} 个文件；请先移除不用的。`);
      } else {
        this.waiting.push({ file, row: this.show(file) });
      }
    }
    this.input.value = ""; // what is sent here does not go with the form as well
    this.say(wrong);
    this.next();
  }

  next() {
    if (this.sending || !this.waiting.length) return;
    const { file, row } = this.waiting.shift();
    const request = new XMLHttpRequest();
    this.sending = { row, request };
    const bar = row.querySelector("progress");
    request.upload.addEventListener("progress", (sent) => {
      if (sent.lengthComputable) bar.value = sent.loaded / sent.total;
    });
    request.upload.addEventListener("load", () => bar.removeAttribute("value")); // it is being looked at
    request.addEventListener("loadend", () => {
      this.sending = null;
      this.settle(file, row, request);
      this.next();
    });
    const body = new FormData();
    body.append("csrfmiddlewaretoken", this.form?.elements.csrfmiddlewaretoken?.value ?? "");
    body.append("accepts", this.element.dataset.accepts);
    body.append("files-file", file, file.name);
    request.open("POST", this.element.dataset.address);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.send(body);
  }

  settle(file, row, request) {
    if (!row.isConnected) return; // taken out meanwhile
    if (request.status === 201) {
      const kept = request.response;
      row.replaceChildren(this.link(kept), this.mark(kept.id), this.quiet(sizeInWords(kept.size)));
      row.dataset.filesItem = kept.id;
      this.dress(row);
      this.status.textContent = `“${kept.name}”已上传`;
      this.changed();
    } else {
      row.remove();
      this.say([request.response?.error ?? inWords(file.name, request)], true);
    }
  }

  // A file that was only begun to be sent.
  show(file) {
    const row = document.createElement("li");
    const name = document.createElement("span");
    name.textContent = file.name;
    const bar = document.createElement("progress");
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", `${file.name}的上传进度`);
    row.append(name, this.quiet(sizeInWords(file.size)), bar, this.button(row, "取消上传", file.name));
    this.list.append(row);
    return row;
  }

  // A file that was taken: the box to tick, which stands for it without this script, becomes a button.
  dress(row) {
    const box = row.querySelector("input[type=checkbox]");
    if (box) {
      const link = row.querySelector("a");
      row.replaceChildren(link, this.mark(box.value), this.quiet(row.querySelector("[data-size]")?.textContent ?? ""));
    }
    row.append(this.button(row, "移除", row.querySelector("a").textContent));
  }

  button(row, words, name) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "link-button";
    button.textContent = words;
    const rest = document.createElement("span");
    rest.className = "visually-hidden";
    rest.textContent = name;
    button.append(rest);
    button.addEventListener("click", () => this.take(row, name));
    return button;
  }

  // Out of the form, and from the server where it belongs to nothing yet; a draft lets go of it when it is saved.
  take(row, name) {
    const number = row.dataset.filesItem;
    row.remove();
    this.waiting = this.waiting.filter((each) => each.row !== row);
    if (this.sending?.row === row) this.sending.request.abort();
    if (number) {
      const request = new XMLHttpRequest();
      const body = new FormData();
      body.append("csrfmiddlewaretoken", this.form?.elements.csrfmiddlewaretoken?.value ?? "");
      request.open("POST", `${this.element.dataset.address}${number}/remove/`);
      request.setRequestHeader("Accept", "application/json");
      request.send(body);
    }
    this.status.textContent = `“${name}”已移除`;
    if (number) this.changed();
    this.input.focus();
  }

  // For forms that keep what is in them as it changes.
  changed() {
    this.element.dispatchEvent(new CustomEvent("files:changed", { bubbles: true }));
  }

  link(kept) {
    const link = document.createElement("a");
    link.href = kept.address;
    link.target = "_blank";
    link.textContent = kept.name;
    return link;
  }

  mark(number) {
    const mark = document.createElement("input");
    mark.type = "hidden";
    mark.name = this.element.dataset.name;
    mark.value = number;
    return mark;
  }

  quiet(words) {
    const quiet = document.createElement("span");
    quiet.className = "quiet small";
    quiet.textContent = words;
    return quiet;
  }

  say(errors, more = false) {
    const said = errors.map((error) => {
      const line = document.createElement("p");
      line.className = "error-text";
      line.textContent = error;
      return line;
    });
    if (more) this.errors.append(...said);
    else this.errors.replaceChildren(...said);
    const wrong = this.errors.childElementCount > 0;
    this.element.classList.toggle("wrong", wrong);
    if (wrong) this.input.setAttribute("aria-invalid", "true");
    else this.input.removeAttribute("aria-invalid");
  }

  hold(event) {
    if (!this.sending) return;
    event.preventDefault();
    this.say(["还有文件正在上传，传完以后请再按一次。"]);
    this.element.scrollIntoView({ block: "center" });
  }
}

function prepare(root) {
  for (const element of root.querySelectorAll("[data-files]")) {
    if (ready.has(element)) continue;
    ready.add(element);
    new Field(element);
  }
}

prepare(document);
document.addEventListener("htmx:afterSwap", (event) => prepare(event.target.parentNode ?? document));
