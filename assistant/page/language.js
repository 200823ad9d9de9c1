// Gradio takes its own words (« Déposez le fichier ici ») from the browser's language: the page's is given instead.
Object.defineProperty(navigator, 'language', { get: () => document.documentElement.lang });
Object.defineProperty(navigator, 'languages', { get: () => [document.documentElement.lang] });
