// A click on a marker shows its passage: scrolled to, outlined, and given the keyboard focus.
element.addEventListener('click', (event) => {
  const marker = event.target.closest('a.marker');
  if (!marker) return;
  event.preventDefault();
  const card = document.getElementById(marker.dataset.target);
  if (!card) return;
  document.querySelectorAll('.card.active').forEach((other) => other.classList.remove('active'));
  card.classList.add('active');
  const calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  card.scrollIntoView({ behavior: calm ? 'auto' : 'smooth', block: 'nearest' });
  card.focus({ preventScroll: true });
});
