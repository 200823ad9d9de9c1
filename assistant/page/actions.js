// Buttons inside what the page shows: each tells the server its action, with what it carries in data-….
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-act]');
  if (button) { trigger(button.dataset.act, { ...button.dataset }); return; }
  const thumb = event.target.closest('[data-thumb]');
  if (!thumb) return;
  // An opinion is kept at once; a comment may follow.
  trigger('like', { turn: thumb.dataset.turn, liked: thumb.dataset.thumb, comment: null });
  element.dataset.comment = thumb.dataset.turn;
});
element.addEventListener('submit', (event) => {
  event.preventDefault();
  const form = event.target;
  const pressed = form.parentElement.querySelector('.thumb[aria-pressed=true]');
  const liked = pressed ? pressed.dataset.thumb : '1';
  delete element.dataset.comment;
  trigger('like', { turn: form.dataset.turn, liked, comment: form.elements.comment.value });
});
watch('value', () => {
  // A reload finds the conversation again, in this tab alone.
  const conversation = element.querySelector('[data-conversation]');
  if (conversation) sessionStorage.setItem('sourcier-conversation', conversation.dataset.conversation);
  const form = element.querySelector(`form[data-turn="${element.dataset.comment}"]`);
  if (form) { form.hidden = false; form.elements.comment.focus(); }
});
