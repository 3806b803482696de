// Follows a run, or a version that is being prepared, and loads the page again once it has ended.
const number = new Intl.NumberFormat(document.documentElement.lang);
const ended = ["done", "failed", "cancelled"];

function show(part, name, text) {
  const place = part.querySelector(`[data-shown="${name}"]`);
  if (place && place.textContent !== text) place.textContent = text;
}

function phaseOf(run, words) {
  if (run.state === "queued") return words.queued;
  if (run.phase in words) return words[run.phase];
  return /^(bound of|tier )/.test(run.phase) ? words.proving : words.improving;
}

function percent(gap) {
  return gap > 0 && gap < 0.00005 ? "<0.01%" : `${(100 * gap).toFixed(gap > 0 ? 2 : 0)}%`;
}

function tell(part, run, words) {
  const known = (value, write) => (value === null ? "–" : write(value));
  show(part, "phase", phaseOf(run, words));
  show(part, "incumbent", known(run.incumbent, number.format));
  show(part, "bound", known(run.bound, number.format));
  show(part, "gap", known(run.gap, percent));
  show(part, "seconds", number.format(Math.round(run.seconds)));
  if (run.incumbent !== null && run.bound) part.querySelector("meter").value = run.incumbent / run.bound;
}

function followRun(part) {
  const words = JSON.parse(part.dataset.words);
  const events = new EventSource(`/api/v1/runs/${part.dataset.run}/events`);
  addEventListener("pagehide", () => events.close());
  events.addEventListener("run", (event) => {
    const run = JSON.parse(event.data);
    tell(part, run, words);
    if (ended.includes(run.state)) {
      events.close();
      location.reload();
    }
  });
}

async function followVersion(part) {
  const answer = await fetch(`/api/v1/publications/${part.dataset.version}`);
  if (!answer.ok) return;
  const version = await answer.json();
  part.querySelector("progress").value = version.share;
  if (version.state === "preparing") setTimeout(followVersion, 1000, part);
  else location.reload();
}

document.querySelectorAll("[data-run]").forEach(followRun);
document.querySelectorAll("[data-version]").forEach(followVersion);
