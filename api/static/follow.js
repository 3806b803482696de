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
  const [least, most] = [Math.min(run.incumbent, run.bound), Math.max(run.incumbent, run.bound)];
  if (run.incumbent !== null && run.bound) part.querySelector("meter").value = least / most;
}

// What came so far is kept for as long as the window is open, so that a page that is loaded again shows all of it.
function remembered(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key)) || [];
  } catch {
    return [];
  }
}

function keep(key, points) {
  try {
    sessionStorage.setItem(key, JSON.stringify(points));
  } catch {
    // A browser that keeps nothing shows what came since the page was loaded.
  }
}

// A line of steps: a value holds until the next comes.
function line(points, at, up) {
  const known = points.filter((point) => point[at] !== null);
  return known.map((point, i) => `${i ? `${point.x},${up(known[i - 1][at])} ` : ""}${point.x},${up(point[at])}`).join(" ");
}

function draw(figure, points) {
  const values = points.flatMap((point) => [point.best, point.proven]).filter((value) => value !== null);
  if (!values.length) return;
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const [first, last] = [points[0].seconds, Math.max(points.at(-1).seconds, points[0].seconds + 1)];
  const up = (value) => (high === low ? 75 : 140 - (130 * (value - low)) / (high - low)).toFixed(1);
  const placed = points.map((point) => ({ ...point, x: ((600 * (point.seconds - first)) / (last - first)).toFixed(1) }));
  figure.querySelector(".best").setAttribute("points", line(placed, "best", up));
  figure.querySelector(".proven").setAttribute("points", line(placed, "proven", up));
  show(figure, "scale", `${number.format(low)} – ${number.format(high)}`);
  figure.hidden = false;
}

function plot(part, run) {
  const figure = part.querySelector("[data-chart]");
  if (!figure) return;
  const key = `run ${run.id}`;
  const points = remembered(key).filter((point) => point.seconds < run.seconds);
  points.push({ seconds: run.seconds, best: run.incumbent, proven: run.bound });
  keep(key, points.slice(-500));
  draw(figure, points);
}

// Packed answers are for our own pages (ADR 19): words that another site's page put into the address are let go.
function lookAgain() {
  if (document.referrer.startsWith(`${location.origin}/`)) location.reload();
  else location.replace(location.pathname);
}

function followRun(part) {
  const words = JSON.parse(part.dataset.words);
  const events = new EventSource(`/api/v1/runs/${part.dataset.run}/events`);
  addEventListener("pagehide", () => events.close());
  events.addEventListener("run", (event) => {
    const run = JSON.parse(event.data);
    tell(part, run, words);
    plot(part, run);
    if (ended.includes(run.state)) {
      events.close();
      lookAgain();
    }
  });
}

async function followVersion(part) {
  const answer = await fetch(`/api/v1/publications/${part.dataset.version}`);
  if (!answer.ok) return;
  const version = await answer.json();
  part.querySelector("progress").value = version.share;
  if (version.state === "preparing") setTimeout(followVersion, 1000, part);
  else lookAgain();
}

document.querySelectorAll("[data-run]").forEach(followRun);
document.querySelectorAll("[data-version]").forEach(followVersion);
