// The source panel: opened by whatever carries data-source, by an address, closed by its button or Escape.
// The quote of a marker shows while the marker is hovered or focused.
const panel = element.querySelector('aside');
const tip = element.querySelector('[role=tooltip]');
const status = element.querySelector('[role=status]');
let opener = null;
let asked = 0;

async function openSource(place, from) {
  const turn = ++asked;
  const html = await server.open_source(place);
  if (turn !== asked) return; // another was asked for meanwhile
  // A page turned from within the panel keeps the element that first opened it.
  if (!from || !panel.contains(from)) opener = from;
  panel.innerHTML = html;
  panel.hidden = false;
  document.body.classList.add('with-source');
  const source = panel.querySelector('.source');
  if (source.dataset.address) history.replaceState(null, '', '#' + source.dataset.address);
  const heading = panel.querySelector('#source-title');
  if (heading) heading.focus({ preventScroll: true });
  const box = panel.querySelector('.box') || panel.querySelector('mark');
  panel.scrollTop = 0;
  if (box) {
    const calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    const show = () => box.scrollIntoView({ behavior: calm ? 'auto' : 'smooth', block: 'center' });
    const picture = panel.querySelector('img');
    if (picture && !picture.complete) picture.addEventListener('load', show); else show();
  }
}

function closeSource() {
  if (panel.hidden) return;
  panel.hidden = true;
  panel.innerHTML = '';
  document.body.classList.remove('with-source');
  history.replaceState(null, '', location.pathname + location.search);
  if (opener && opener.isConnected) opener.focus();
}

async function copy(button) {
  const text = button.dataset.copy;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without https, a browser on another machine has no clipboard for pages: the older way.
    const area = document.createElement('textarea');
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
    button.focus();
  }
  status.textContent = status.dataset.copied;
  const label = button.textContent;
  button.textContent = status.dataset.copied;
  setTimeout(() => { button.textContent = label; status.textContent = ''; }, 2000);
}

function showTip(marker) {
  tip.textContent = marker.dataset.quote;
  tip.hidden = false;
  marker.setAttribute('aria-describedby', tip.id);
  const at = marker.getBoundingClientRect();
  const width = Math.min(420, window.innerWidth - 16);
  tip.style.maxWidth = width + 'px';
  tip.style.left = Math.max(8, Math.min(at.left, window.innerWidth - tip.offsetWidth - 8)) + 'px';
  const above = at.top - tip.offsetHeight - 6;
  tip.style.top = (above > 4 ? above : at.bottom + 6) + 'px';
}

function hideTip() { tip.hidden = true; }

function fromAddress() {
  const values = new URLSearchParams(location.hash.slice(1));
  if (values.has('document')) openSource(Object.fromEntries(values), null);
}

document.addEventListener('click', (event) => {
  const target = event.target.closest('[data-source], [data-copy], [data-close]');
  if (!target) return;
  event.preventDefault();
  hideTip();
  if (target.dataset.copy) { copy(target); return; }
  if (!target.dataset.source) { closeSource(); return; }
  document.querySelectorAll('.card.active').forEach((other) => other.classList.remove('active'));
  const card = document.getElementById(target.dataset.target) || target.closest('.card');
  if (card) card.classList.add('active');
  openSource(JSON.parse(target.dataset.source), target);
});
for (const [shown, hidden] of [['mouseover', 'mouseout'], ['focusin', 'focusout']]) {
  document.addEventListener(shown, (event) => {
    const marker = event.target.closest && event.target.closest('a.marker');
    if (marker) showTip(marker);
  });
  document.addEventListener(hidden, (event) => {
    if (event.target.closest && event.target.closest('a.marker')) hideTip();
  });
}
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  if (!tip.hidden) hideTip(); else closeSource();
});
document.addEventListener('scroll', hideTip, true);
window.addEventListener('hashchange', fromAddress);
fromAddress();
