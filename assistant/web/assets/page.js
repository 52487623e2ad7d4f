"use strict";

/* What gradio's components leave to the page: the IME, the examples, scrolling, and the sheet on narrow screens. */
(() => {
  document.documentElement.lang = "zh-CN";

  /* Enter that ends a composition must not send. Safari ends the composition before the key arrives: key code 229. */
  const composing = (event) => event.isComposing || event.keyCode === 229;
  for (const type of ["keydown", "keypress"]) {
    document.addEventListener(
      type,
      (event) => {
        if (event.key === "Enter" && composing(event)) event.stopImmediatePropagation();
      },
      true,
    );
  }

  /* A session that has ended: what is typed stays, the login opens beside it. */
  const expired = () => {
    if (document.querySelector("#expired")) return;
    const told = Object.assign(document.createElement("p"), { id: "expired" });
    told.setAttribute("role", "alert");
    const link = Object.assign(document.createElement("a"), {
      href: "./login",
      target: "_blank",
      textContent: "请在新窗口重新登录",
    });
    link.addEventListener("click", () => told.remove());
    told.append("登录已过期，问题没有发出；", link, "，再回到这里发送。");
    document.body.prepend(told);
  };
  const fetched = window.fetch;
  window.fetch = async (...given) => {
    const response = await fetched(...given);
    if (response.status === 401) expired();
    return response;
  };

  const box = () => document.querySelector("#question textarea, #question input");

  const ask = (question) => {
    const field = box();
    field.value = question;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    setTimeout(() => document.querySelector("#send").click(), 0);
  };

  const close = () => {
    document.body.classList.remove("reading");
    box().focus({ preventScroll: true });
  };

  /* Browsers give the clipboard to pages of this machine and of https alone. */
  const copy = async (button) => {
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
    } catch {
      const area = Object.assign(document.createElement("textarea"), { value: button.dataset.copy });
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    button.textContent = "已复制";
    setTimeout(() => (button.textContent = "复制"), 2000);
  };

  document.addEventListener("click", (event) => {
    const copied = event.target.closest("[data-copy]");
    if (copied) copy(copied);
    const example = event.target.closest("[data-question]");
    if (example) ask(example.dataset.question);
    if (event.target.closest("[data-close]")) close();
    for (const open of document.querySelectorAll("details.holdings[open]")) {
      if (!open.contains(event.target)) open.open = false;
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.body.classList.contains("reading")) close();
  });

  /* The clause from its beginning where it fits with the quotation; else the quotation, a quarter down. */
  const center = () => {
    const text = document.querySelector("#reader .text");
    const clause = text && text.querySelector("#cited");
    if (!clause) return;
    const quotes = text.querySelectorAll("mark.quote");
    const top = (node) => node.getBoundingClientRect().top - text.getBoundingClientRect().top;
    const first = quotes[0] || clause;
    const end = quotes.length ? quotes[quotes.length - 1].getBoundingClientRect().bottom - text.getBoundingClientRect().top : 0;
    const fits = end - top(clause) < text.clientHeight - 32;
    text.scrollTop += fits ? top(clause) - 12 : top(first) - text.clientHeight / 4;
  };

  const follow = () => {
    const talk = document.querySelector("#talk");
    const last = talk && talk.querySelector(".turn:last-child");
    if (last) last.scrollIntoView({ block: "start", behavior: "auto" });
  };

  /* Both views change as a whole; what is shown of them is decided after each change. */
  const watch = (id, react) => {
    const start = () => {
      const node = document.getElementById(id);
      if (!node) return void setTimeout(start, 50);
      new MutationObserver(() => requestAnimationFrame(react)).observe(node, { childList: true, subtree: true, characterData: true });
    };
    start();
  };
  watch("talk", follow);
  watch("reader", center);

  const greet = () => {
    if (!box()) return void setTimeout(greet, 50);
    if (matchMedia("(pointer: fine)").matches) box().focus();
  };
  greet();

  window.policykb = {
    reveal() {
      document.body.classList.add("reading");
      center();
    },
  };
})();
