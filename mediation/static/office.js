/* Comfort only; every page works without it. No personal data is kept in the browser. */
"use strict";
(() => {
  const forms = document.querySelectorAll("form[data-once]");

  // A second click while the first is on its way files nothing twice; the server checks it too.
  forms.forEach((form) => {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent === "yes") {
        event.preventDefault();
        return;
      }
      form.dataset.sent = "yes";
      form.setAttribute("aria-busy", "true");
    });
  });
  // Coming back with the back button: the form may be sent again.
  window.addEventListener("pageshow", () => forms.forEach((form) => {
    delete form.dataset.sent;
    form.removeAttribute("aria-busy");
  }));

  // Warn before typed text is left behind.
  document.querySelectorAll("form[data-guard]").forEach((form) => {
    let typed = form.dataset.guard === "typed";
    form.addEventListener("input", () => { typed = true; });
    form.addEventListener("submit", () => { typed = false; });
    window.addEventListener("beforeunload", (event) => {
      if (typed) event.preventDefault();
    });
  });

  // Fields that only matter for one choice step back until it is made: data-for="name=value value".
  const reveal = (form) => form.querySelectorAll("[data-for]").forEach((part) => {
    const [name, values] = part.dataset.for.split("=");
    const control = form.elements.namedItem(name);
    if (!control) return;
    const filled = Array.from(part.querySelectorAll("input, select"))
      .some((one) => (one.type === "radio" || one.type === "checkbox" ? one.checked && one.value : one.value));
    part.hidden = !values.split(" ").includes(control.value) && !filled && !part.querySelector(".error");
  });
  document.querySelectorAll("form").forEach((form) => {
    if (!form.querySelector("[data-for]")) return;
    form.addEventListener("change", () => reveal(form));
    reveal(form);
  });

  // What a form as typed so far would bring about, asked of the server: data-check is where, data-check-into what shows it.
  document.querySelectorAll("form[data-check]").forEach((form) => {
    const into = document.getElementById(form.dataset.checkInto);
    let waiting, asked = 0;
    form.addEventListener("submit", () => clearTimeout(waiting));
    form.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(async () => {
        const nth = asked += 1, body = new URLSearchParams(new FormData(form));
        body.delete("once"); // a question, not the form itself, which is taken once
        const answer = await fetch(form.dataset.check, { method: "POST", body }).catch(() => null);
        if (!answer || !answer.ok || nth !== asked) return;
        const part = new DOMParser().parseFromString(await answer.text(), "text/html");
        into.replaceChildren(...part.body.childNodes);
      }, 500);
    });
  });

  // The amount in capital numerals while it is typed; the server's is the one that counts.
  const digits = "零壹贰叁肆伍陆柒捌玖";
  const group = (number) => {
    let text = "", gap = false;
    [3, 2, 1, 0].forEach((place) => {
      const digit = Math.floor(number / 10 ** place) % 10;
      if (digit) {
        text += (gap && text ? "零" : "") + digits[digit] + ["", "拾", "佰", "仟"][place];
        gap = false;
      } else {
        gap = true;
      }
    });
    return text;
  };
  const capitals = (typed) => {
    const found = /^(\d{1,12})(?:\.(\d{1,2}))?$/.exec(typed.replaceAll(",", "").replaceAll("，", "").trim());
    if (!found) return "";
    let rest = Number(found[1]), text = "", gap = false;
    const groups = [];
    while (rest) { groups.push(rest % 10000); rest = Math.floor(rest / 10000); }
    for (let place = groups.length - 1; place >= 0; place -= 1) {
      if (!groups[place]) { gap = true; continue; }
      if (text && (gap || groups[place] < 1000)) text += "零";
      text += group(groups[place]) + ["", "万", "亿"][place];
      gap = false;
    }
    const whole = text;
    text = whole ? whole + "元" : "";
    const cents = Number((found[2] || "").padEnd(2, "0"));
    if (!cents) return (text || "零元") + "整";
    if (cents >= 10) text += digits[Math.floor(cents / 10)] + "角";
    else if (whole) text += "零";
    return text + (cents % 10 ? digits[cents % 10] + "分" : "整");
  };
  document.querySelectorAll("input[data-capitals]").forEach((input) => {
    const output = document.getElementById(input.dataset.capitals);
    const show = () => { output.textContent = capitals(input.value); };
    input.addEventListener("input", show);
    show();
  });

  // One choice for every row at once; without script the server does the same.
  document.querySelectorAll("button[data-check-all]").forEach((button) => button.addEventListener("click", (event) => {
    event.preventDefault();
    button.closest("section").querySelectorAll(`input[type=radio][value="${button.dataset.checkAll}"]`)
      .forEach((one) => { one.checked = true; });
    button.form.dispatchEvent(new Event("input"));
  }));
  document.querySelectorAll("button[data-tick-all]").forEach((button) => button.addEventListener("click", (event) => {
    event.preventDefault();
    button.closest("fieldset").querySelectorAll("input[type=checkbox]").forEach((one) => { one.checked = true; });
    button.form.dispatchEvent(new Event("input"));
  }));

  // A clock that goes on while it is looked at; Ctrl+Enter saves what is being typed by the form's first button.
  document.querySelectorAll("[data-running]").forEach((place) => {
    const begun = Date.now() - Number(place.dataset.running) * 1000;
    setInterval(() => {
      const spent = Math.floor((Date.now() - begun) / 1000);
      const two = (number) => String(number).padStart(2, "0");
      place.textContent = `${Math.floor(spent / 3600)}:${two(Math.floor(spent / 60) % 60)}:${two(spent % 60)}`;
    }, 1000);
  });
  // Alt with a button's access key presses it in every browser; some want Shift besides by themselves.
  const keyed = [...document.querySelectorAll("button[accesskey]")];
  if (keyed.length) document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey) return;
    const button = keyed.find((one) => event.code === `Key${one.accessKey.toUpperCase()}`);
    if (!button) return;
    event.preventDefault();
    button.form.requestSubmit(button);
  });
  document.querySelectorAll("button[data-enter]").forEach((button) => button.form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    button.form.requestSubmit(button);
  }));

  // Files may be dropped on the place for them; what was chosen is listed, what is too large is said before it is sent.
  document.querySelectorAll("[data-drop]").forEach((place) => {
    const input = document.getElementById(place.dataset.drop), list = place.querySelector(".chosen"), form = input.form;
    const over = (file) => file.size > Number(form.dataset.most) * 1048576;
    const size = (file) => file.size < 1048576 ? `${Math.ceil(file.size / 1024)} KB` : `${(file.size / 1048576).toFixed(1)} MB`;
    const show = () => {
      const files = [...place.querySelectorAll("input[type=file]")].flatMap((one) => [...one.files]);
      list.replaceChildren(...files.map((file) => {
        const line = document.createElement("li");
        line.textContent = `${file.name} (${size(file)})${over(file) ? ` ${form.dataset.tooLarge}` : ""}`;
        line.classList.toggle("over", over(file));
        return line;
      }));
      list.hidden = !files.length;
    };
    place.addEventListener("change", show);
    ["dragenter", "dragover"].forEach((name) => place.addEventListener(name, (event) => {
      event.preventDefault();
      place.classList.add("over");
    }));
    ["dragleave", "drop"].forEach((name) => place.addEventListener(name, () => place.classList.remove("over")));
    place.addEventListener("drop", (event) => {
      event.preventDefault();
      if (event.dataTransfer.files.length) input.files = event.dataTransfer.files;
      show();
    });
  });

  // An open menu closes on Escape and on a click elsewhere.
  const menus = document.querySelectorAll("details.menu");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menus.forEach((menu) => {
      if (menu.open) { menu.open = false; menu.querySelector("summary").focus(); }
    });
  });
  document.addEventListener("click", (event) => menus.forEach((menu) => {
    if (menu.open && !menu.contains(event.target)) menu.open = false;
  }));

  // After an error the summary is read out first.
  const summary = document.getElementById("problems");
  if (summary) summary.focus();
})();
