import { render } from 'preact';
import { App } from './app.tsx';
import './look/look.css';
import { serverClient } from './state/answer-client.ts';

const root = document.querySelector('#tare');
if (root === null) throw new Error('the page has no place for Tare');
render(<App client={serverClient} />, root);
