// One API: what it takes and gives, a form to try it, its answer, and how to call it from programs.
import { readProblem, showOutputs, showProblem } from './answer.js';
import { Fields } from './fields.js';
import { Signature, shapeText } from './signature.js';
import { showSnippets } from './snippets.js';

const path = location.pathname.replace(/\/$/, '');
const $ = id => document.getElementById(id);
let signature = null;
let fields = null;
let login = null;

const bytes = text => Array.from(new TextEncoder().encode(text), byte => String.fromCharCode(byte)).join('');

function credentials() {
  if (login === null) return {};
  return { Authorization: login.token !== undefined ? `Bearer ${login.token}` : `Basic ${btoa(bytes(`${login.user}:${login.password}`))}` };
}

// never the browser's own credentials, whose prompt would come before our form
const ask = (url, options = {}) => fetch(url, { ...options, credentials: 'omit', headers: { ...credentials(), ...options.headers } });

function askWho(answer, problem) {
  const challenge = answer.headers.get('WWW-Authenticate') ?? '';
  const isBearer = /^bearer/i.test(challenge);
  document.querySelector('.basic').hidden = isBearer;
  document.querySelector('.bearer').hidden = !isBearer;
  $('login').hidden = false;
  $('described').hidden = true;
  $('login-note').textContent = login === null ? '' : problem.detail;
  $('note').textContent = 'This API wants to know who calls.';
  (isBearer ? $('token') : $('user')).focus();
}

function table(entries, isOpen, what) {
  const made = document.createElement('table');
  const head = made.createTHead().insertRow();
  for (const title of ['Name', 'Type', 'Shape', 'Meaning']) head.append(Object.assign(document.createElement('th'), { scope: 'col', textContent: title }));
  const body = made.createTBody();
  for (const entry of entries) {
    const row = body.insertRow();
    for (const text of [entry.name, entry.types.join(' or '), shapeText(entry.shape), entry.description]) row.insertCell().textContent = text;
  }
  const open = Object.assign(document.createElement('p'), { className: 'quiet', textContent: isOpen ? `${entries.length === 0 ? 'Any' : 'And any other'} ${what}: the component says nothing of them.` : '' });
  return entries.length === 0 ? [open] : [made, open];
}

// What the server says of the component; null where it does not list the API.
async function stateNow() {
  const answer = await fetch('/-/apis.json', { credentials: 'omit' });
  const api = (await answer.json()).find(listed => listed.url === path);
  return api?.state ?? null;
}

async function load() {
  const state = await stateNow();
  if (state !== 'ready') {
    $('note').textContent = state === null ? 'Nothing is published here any more.' : `The component is ${state}; this page goes on when it is ready.`;
    setTimeout(() => run(load), 2000);
    return;
  }
  const answer = await ask(`${path}/openapi.json`);
  if (!answer.ok) {
    const { problem } = await readProblem(answer);
    if (answer.status === 401) askWho(answer, problem);
    else $('note').textContent = problem.detail;
    return;
  }
  signature = new Signature(await answer.json(), path);
  $('login').hidden = true;
  $('described').hidden = false;
  $('note').textContent = '';
  $('summary').textContent = signature.summary;
  $('takes').replaceChildren(...table(signature.inputs, signature.hasOpenInputs, 'inputs'));
  $('gives').replaceChildren(...table(signature.outputs, signature.hasOpenOutputs, 'outputs'));
  fields = new Fields(signature, $('fields'));
  $('json-text').value = JSON.stringify(signature.example ?? { inputs: [] }, null, 1);
  // of inputs that nothing is said of, a form can be made only where there is none else
  if (signature.inputs.length === 0) choose('json');
  showCall();
}

const form = () => document.querySelector('input[name=form]:checked').value;

function choose(which) {
  document.querySelector(`input[name=form][value=${which}]`).checked = true;
  $('fields').hidden = which === 'json';
  $('json').hidden = which !== 'json';
}

function read() {
  if (form() === 'fields') {
    const { request, files } = fields.read();
    return { body: JSON.stringify(request), files };
  }
  return { body: $('json-text').value, files: [] };
}

function showCall() {
  let call;
  try {
    call = read();
  } catch {
    return; // said when it is sent
  }
  const files = call.files.map(({ part, file }) => ({ part, name: file.name }));
  showSnippets($('snippets'), { url: `${location.origin}${path}/predict`, body: call.body, files, login });
}

function content({ body, files }) {
  if (files.length === 0) return { body, headers: { 'Content-Type': 'application/json' } };
  const parts = new FormData();
  parts.append('request', new Blob([body], { type: 'application/json' }));
  for (const { part, file } of files) parts.append(part, file);
  return { body: parts };
}

async function predict() {
  const call = read();
  const began = performance.now();
  const answer = await ask(`${path}/predict`, { method: 'POST', ...content(call) });
  if (!answer.ok) {
    const { text, problem } = await readProblem(answer);
    if (answer.status === 401) askWho(answer, problem);
    return show(`${answer.status} ${problem.title ?? ''}`, 'bad', text, () => showProblem($('outputs'), problem));
  }
  const text = await answer.text();
  const milliseconds = performance.now() - began;
  show(`200, after ${milliseconds.toFixed(1)} ms`, 'ok', text, () => showOutputs($('outputs'), JSON.parse(text)));
}

function show(note, kind, raw, write) {
  $('result').hidden = false;
  $('raw').textContent = raw;
  write();
  $('result-note').className = kind;
  $('result-note').textContent = note;
  $('result-title').focus();
}

$('title').textContent = path.slice(1);
document.title = path.slice(1);

$('login').addEventListener('submit', event => {
  event.preventDefault();
  login = document.querySelector('.basic').hidden ? { token: $('token').value } : { user: $('user').value, password: $('password').value };
  run(load);
});

$('request').addEventListener('submit', async event => {
  event.preventDefault();
  $('predict').disabled = true;
  try {
    await predict();
  } catch (error) {
    show('Not sent', 'bad', '', () => showProblem($('outputs'), { detail: error.message }));
  } finally {
    $('predict').disabled = false;
  }
});

$('request').addEventListener('input', showCall);

for (const choice of document.querySelectorAll('input[name=form]')) {
  choice.addEventListener('change', () => {
    try {
      if (choice.value === 'json') $('json-text').value = JSON.stringify(fields.read().request, null, 1);
      else fields.write(JSON.parse($('json-text').value));
      choose(choice.value);
      showCall();
    } catch (error) {
      choose(choice.value === 'json' ? 'fields' : 'json');
      show('Not changed', 'bad', '', () => showProblem($('outputs'), { detail: error.message }));
    }
  });
}

function run(work) {
  work().catch(error => { $('note').textContent = `The server cannot be reached: ${error.message}`; });
}

run(load);
