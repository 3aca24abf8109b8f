/* Drawing a signature on a phone: lines of points go to the server, never a picture; nothing stays in the browser. */
"use strict";
(() => {
  const MOST = 5500;
  document.querySelectorAll("form[data-hand]").forEach((form) => {
    const field = form.querySelector("canvas"), kept = form.elements.namedItem("lines");
    const pen = field.getContext("2d");
    const lines = kept.value ? kept.value.split(";").map((line) => line.trim().split(" ").map((at) => at.split(",").map(Number))) : [];
    let open = null, points = lines.reduce((sum, line) => sum + line.length, 0);
    form.hidden = false;

    const paint = () => {
      pen.clearRect(0, 0, field.width, field.height);
      pen.lineWidth = 7;
      pen.lineCap = pen.lineJoin = "round";
      pen.strokeStyle = "#0d176b";
      lines.forEach((line) => {
        pen.beginPath();
        line.forEach(([x, y], nth) => (nth ? pen.lineTo(x, y) : pen.moveTo(x, y)));
        if (line.length === 1) pen.lineTo(line[0][0] + 1, line[0][1]);
        pen.stroke();
      });
    };
    const at = (event) => {
      const box = field.getBoundingClientRect();
      const bound = (value, most) => Math.max(0, Math.min(most, Math.round(value)));
      return [
        bound((event.clientX - box.left) * field.width / box.width, field.width),
        bound((event.clientY - box.top) * field.height / box.height, field.height),
      ];
    };
    const keep = () => { kept.value = lines.map((line) => line.map(([x, y]) => `${x},${y}`).join(" ")).join(";"); };

    field.addEventListener("pointerdown", (event) => {
      if (points >= MOST) return;
      event.preventDefault();
      field.setPointerCapture(event.pointerId);
      open = [at(event)];
      lines.push(open);
      points += 1;
      paint();
    });
    field.addEventListener("pointermove", (event) => {
      if (!open || points >= MOST) return;
      const here = at(event), last = open[open.length - 1];
      if (Math.hypot(here[0] - last[0], here[1] - last[1]) < 3) return;
      open.push(here);
      points += 1;
      paint();
    });
    ["pointerup", "pointercancel"].forEach((name) => field.addEventListener(name, () => { open = null; keep(); }));
    form.querySelector("[data-clear]").addEventListener("click", () => {
      lines.length = points = 0;
      paint();
      keep();
    });
    paint();
  });

  // Who waits for others to sign sees them come, unless something is being typed or opened.
  document.querySelectorAll("[data-refresh]").forEach((panel) => setInterval(() => {
    const busy = document.querySelector("details[open], input:focus, select:focus, textarea:focus, input[type=checkbox]:checked");
    if (!busy && document.visibilityState === "visible") window.location.reload();
  }, Number(panel.dataset.refresh) * 1000));
})();
