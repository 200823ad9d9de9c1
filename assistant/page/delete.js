// A document to remove: the server asks before it does.
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-act]');
  if (button) trigger(button.dataset.act, { document: button.dataset.document });
});
