// Shows an answer: values, bars for scores, or what went wrong.
import { isFloat, isProblem, shapeText } from './signature.js';

const mostBars = 100;
const mostShown = 400;

function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

// A vector of scores: one row of several finite numbers.
function isScores(output) {
  const { data, shape } = output;
  return isFloat(output.datatype) && Array.isArray(data) && data.length > 1 && data.length <= mostBars
    && data.every(Number.isFinite) && (shape ?? [data.length]).filter(length => length !== 1).length === 1;
}

function bars(output) {
  const least = Math.min(0, ...output.data);
  const most = Math.max(...output.data);
  const span = Math.max(1, most) - least || 1;
  const best = output.data.indexOf(most);
  const rows = output.data.map((score, index) => {
    const bar = element('span');
    bar.style.setProperty('--share', `${(100 * (score - least)) / span}%`);
    return element('tr', { className: index === best ? 'best' : '' },
      element('th', { scope: 'row', textContent: index }),
      element('td', { className: 'bar', ariaHidden: 'true' }, bar),
      element('td', { textContent: Number(score.toPrecision(5)) }));
  });
  return element('table', { className: 'chart', ariaLabel: `${output.name}: scores; the greatest is number ${best} with ${Number(most.toPrecision(5))}` }, element('tbody', {}, ...rows));
}

function value(output) {
  const { data } = output;
  if (isScores(output)) return bars(output);
  if (Array.isArray(data)) {
    const told = data.slice(0, mostShown).join(', ');
    return element('pre', { textContent: data.length > mostShown ? `${told}, … (${data.length} in all)` : told });
  }
  return element('pre', { textContent: typeof data === 'string' ? data : JSON.stringify(data, null, 2) });
}

function output(given) {
  const shape = given.shape === undefined || given.shape === null ? '' : ` ${shapeText(given.shape)}`;
  return element('div', {}, element('h3', {}, given.name, ' ', element('small', { textContent: `${given.datatype}${shape}` })), value(given));
}

export function showOutputs(place, answer) {
  place.replaceChildren(...(answer.outputs ?? []).map(output));
}

export function showProblem(place, problem) {
  const list = (problem.errors ?? []).map(fault => element('li', {}, element('code', { textContent: fault.path }), ` ${fault.message}`));
  place.replaceChildren(element('p', { className: 'bad', textContent: problem.detail ?? problem.title }), element('ul', {}, ...list));
}

// What a failed answer says of itself, whatever it is.
export async function readProblem(answer) {
  const text = await answer.text();
  if (!isProblem(answer)) return { text, problem: { title: `status ${answer.status}`, detail: text || `The server answered ${answer.status}.` } };
  return { text, problem: JSON.parse(text) };
}
