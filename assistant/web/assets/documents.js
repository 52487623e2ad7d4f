"use strict";

/* Taking documents in, and rebuilding: one request whose answer tells step by step how far it is. */
(() => {
  const element = (name, text, attributes = {}) => {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };

  /* A name from a document or a file ends whatever it does to the direction of the text. */
  const isolated = (text) => element("bdi", text);

  const link = (text, address) => {
    const made = element("a", "", { href: address });
    made.append(isolated(text));
    return made;
  };

  /* The complete events of an answer that is still coming. */
  const reader = (react) => {
    let read = 0;
    return (text) => {
      for (let end = text.indexOf("\n\n", read); end >= 0; end = text.indexOf("\n\n", read)) {
        const lines = text.slice(read, end).split("\n");
        read = end + 2;
        const name = lines.find((line) => line.startsWith("event: "));
        const data = lines.find((line) => line.startsWith("data: "));
        if (name && data) react(name.slice(7), JSON.parse(data.slice(6)));
      }
    };
  };

  const send = (form, body, report) => {
    const button = form.querySelector("button[type=submit]");
    const box = form.querySelector(".progress");
    const bar = box.querySelector("progress");
    const told = box.querySelector("[role=status]");
    const result = form.querySelector(".report");
    let ended = false;

    const show = (text, share) => {
      told.textContent = text;
      if (share === undefined) bar.removeAttribute("value");
      else bar.value = share;
    };
    const end = (...parts) => {
      if (ended) return;
      ended = true;
      button.disabled = false;
      form.removeAttribute("aria-busy");
      box.hidden = true;
      result.replaceChildren(...parts);
      result.hidden = false;
      result.focus();
    };
    const fail = (text) => end(element("p", text, { class: "problem", role: "alert" }));

    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "text/event-stream");
    const take = reader((name, content) => {
      if (name === "progress") {
        const { stage, done, total } = content;
        show(`${stage} ${done} / ${total}`, total ? done / total : undefined);
      } else if (name === "done") end(...report(content));
      else fail(content.detail);
    });
    const streamed = () => request.status === 200 && take(request.responseText);
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) show("正在上传", event.loaded / event.total);
    });
    request.upload.addEventListener("load", () => show("已上传，正在读取"));
    request.addEventListener("progress", streamed);
    request.addEventListener("load", () => {
      streamed();
      if (request.status === 401) {
        const again = element("p", "登录已过期，", { class: "problem", role: "alert" });
        again.append(link("请重新登录", `${form.dataset.root || "./"}login?next=/documents`));
        end(again);
      } else if (request.status !== 200) {
        let detail = `没有完成（${request.status}）`;
        try {
          detail = JSON.parse(request.responseText).detail || detail;
        } catch {
          /* what stands before the server answered, not in our words */
        }
        fail(detail);
      } else fail("连接断了，结果不明；请刷新本页看文件是否已收入");
    });
    request.addEventListener("error", () => fail("连不上服务；请检查网络，刷新本页看文件是否已收入"));
    button.disabled = true;
    form.setAttribute("aria-busy", "true");
    result.hidden = true;
    box.hidden = false;
    show("正在发送", 0);
    request.send(body);
  };

  /* taking in */

  const words = { added: "新收入", updated: "已更新", unchanged: "没有变化", failed: "没有读成" };

  const taken = (file) => {
    const item = element("li", "", { class: file.status });
    item.append(element("span", words[file.status], { class: "chip" }));
    const body = element("div");
    if (file.document_id) {
      body.append(link(file.title, `./documents/${encodeURIComponent(file.document_id)}`));
      const counts = `条款 ${file.clauses}，任务 ${file.tasks}，目标 ${file.targets}，扶持 ${file.supports}`;
      body.append(element("p", [file.number, counts].filter(Boolean).join("　"), { class: "where" }));
    } else body.append(isolated(file.path.split(/[\\/]/).pop()));
    for (const text of [file.error, ...file.warnings].filter(Boolean)) {
      const line = element("p", "", { class: "note" });
      line.append(isolated(text));
      body.append(line);
    }
    item.append(body);
    return item;
  };

  const report = (content) => {
    const list = element("ul");
    list.append(...[...content.documents, ...content.laws].map(taken));
    const again = element("p");
    again.append(link("刷新文件列表", "./documents"));
    return [element("h2", `收入了 ${content.added + content.updated} 份`), list, again];
  };

  for (const form of document.querySelectorAll("[data-upload]")) {
    const field = form.querySelector("input[type=file]");
    const names = form.querySelector("output");
    const name = () => {
      const files = [...field.files];
      names.replaceChildren(...files.slice(0, 5).flatMap((file, at) => [at ? "、" : "", isolated(file.name)]));
      if (files.length > 5) names.append(` 等 ${files.length} 个`);
    };
    field.addEventListener("change", name);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (field.files.length) send(form, new FormData(form), report);
      else names.textContent = "请先选择文件";
    });
    const zone = form.querySelector(".drop-zone");
    const over = (on) => zone.classList.toggle("over", on);
    for (const type of ["dragenter", "dragover"]) {
      zone.addEventListener(type, (event) => {
        event.preventDefault();
        over(true);
      });
    }
    zone.addEventListener("dragleave", (event) => over(zone.contains(event.relatedTarget)));
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      over(false);
      if (!event.dataTransfer.files.length || form.getAttribute("aria-busy")) return;
      field.files = event.dataTransfer.files;
      name();
      form.requestSubmit();
    });
  }

  /* rebuilding */

  for (const form of document.querySelectorAll("[data-rebuild]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      send(form, "", (content) => [
        element("p", `索引已重建，${content.documents} 份文件`, { class: "told" }),
      ]);
    });
  }
})();
