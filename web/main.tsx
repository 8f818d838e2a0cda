import { render } from 'preact';
import { App } from './app.tsx';
import './look/look.css';
import { savedClient, serverClient } from './state/answer-client.ts';
import { followHistory, goTo, parsePlace } from './state/location.ts';
import { SavedAnswers } from './state/saved-context.ts';
import { rememberingClient, savedAnswers } from './state/saved-file.ts';

const root = document.querySelector('#tare');
if (root === null) throw new Error('the page has no place for Tare');
followHistory();
const saved = savedAnswers();
if (saved === undefined) {
  const { client, answers } = rememberingClient(serverClient);
  render(
    <SavedAnswers.Provider value={answers}>
      <App client={client} />
    </SavedAnswers.Provider>,
    root,
  );
} else {
  if (globalThis.location.hash === '') goTo(parsePlace(decodeURIComponent(document.body.dataset['place'] ?? '')), 'replace');
  render(<App client={savedClient(saved)} />, root);
}
