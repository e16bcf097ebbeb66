'use strict';

// The data is part of the page: nothing is fetched. Texts of the data become text nodes and never
// HTML, which the page's content security policy enforces.
const data = JSON.parse(document.getElementById('data').textContent);
const { texts, operations, groups, findings, coverage, excerpts } = data;
const sections = document.getElementById('sections');

// element returns an element with attributes, listeners (onclick and so on) and children.
function element(name, attributes, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) node.addEventListener(key.slice(2), value);
    else if (value === true) node.setAttribute(key, '');
    else if (value !== false && value !== undefined) node.setAttribute(key, value);
  }
  node.append(...children.filter(child => child));
  return node;
}

const count = (n, noun) => `${n} ${noun}${n === 1 ? '' : 's'}`;
const operationText = o => `${o.method} ${o.pathTemplate}`.trim();

// operationLabel is an operation as code, with its method set apart.
function operationLabel(o) {
  return element('code', {}, element('span', { class: 'method' }, o.method), ` ${o.pathTemplate}`);
}

// A pagedList shows the first items of a list, and more on demand: a page with tens of thousands
// of elements is slow. With the items after the button, the focus moves on to them.
function pagedList(className, step, noun, render) {
  const list = element('ul', { class: className });
  const button = element('button', { type: 'button', class: 'more', onclick: () => more(step, true) });
  let items = [];
  function more(n, focus) {
    const from = list.childElementCount;
    list.append(...Array.from(items.slice(from, from + n), render));
    const left = items.length - list.childElementCount;
    button.hidden = left === 0;
    button.textContent = `Show ${Math.min(step, left)} more of ${count(left, noun)}`;
    if (focus) list.children[from]?.querySelector('summary, button')?.focus();
  }
  return {
    list, button, more,
    show(all) { items = all; list.replaceChildren(); more(step); },
  };
}

/* The filters: what a link to the page may select, in its fragment. */

const findingCount = (findings.rule || []).length;
const severities = ['error', 'warning', 'note'];

// A field filters findings by the values of a column. names has the text of each index.
function field(key, label, names, column, compare) {
  return { key, label, names, column: column || [], compare };
}
const captureIndexes = (findings.places || []).map(list => list.filter((_, i) => i % 3 === 0));
const fields = [
  field('state', 'State', texts, findings.state),
  field('level', 'Level', texts, findings.level, (a, b) => severities.indexOf(a) - severities.indexOf(b)),
  field('rule', 'Rule', texts, findings.rule),
  field('operation', 'Operation', operations.map(operationText), findings.operation),
  field('status', 'Status', texts, findings.status),
  field('code', 'Error code', texts, findings.code),
  field('capture', 'Capture', texts, captureIndexes),
];
const filter = {};

function readFragment() {
  const fragment = location.hash.slice(1);
  if (fragment && !fragment.includes('=')) return false; // a link to a part of the page
  const values = new URLSearchParams(fragment);
  for (const key of ['text', 'cause', ...fields.map(f => f.key)]) filter[key] = values.get(key) || '';
  return true;
}

function writeFragment() {
  const values = new URLSearchParams(Object.entries(filter).filter(([, value]) => value));
  history.replaceState(null, '', `#${values}`);
}

// matchingFindings returns the indexes of the findings that pass every filter.
function matchingFindings() {
  const tests = fields.filter(f => filter[f.key]).map(fieldTest);
  tests.push(...filter.text.toLowerCase().split(/\s+/).filter(Boolean).map(wordTest));
  if (filter.cause) tests.push(i => findings.group[i] === filter.cause - 1);
  const found = [];
  for (let i = 0; i < findingCount; i++) if (tests.every(test => test(i))) found.push(i);
  return found;
}

function fieldTest({ key, names, column }) {
  const wanted = new Set();
  names.forEach((name, index) => { if (name === filter[key]) wanted.add(index); });
  return key === 'capture' ? i => column[i].some(c => wanted.has(c)) : i => wanted.has(column[i]);
}

// wordTest searches each text once, and not once for each finding that has it.
let lowerTexts;
function wordTest(word) {
  lowerTexts ??= texts.map(text => text.toLowerCase());
  const hasText = lowerTexts.map(text => text.includes(word));
  const hasOperation = operations.map(o => `${operationText(o)} ${o.id}`.toLowerCase().includes(word));
  const columns = ['rule', 'status', 'code', 'message', 'expected', 'actual', 'instance', 'document', 'accepted', 'fingerprint'].map(name => findings[name]);
  return i => hasOperation[findings.operation[i]] ||
    columns.some(column => hasText[column[i]]) || captureIndexes[i].some(c => hasText[c]);
}

/* The heat map: operations by status and code. */

const states = {
  drifted: { mark: '✕', text: 'drifted' },
  undocumented: { mark: '!', text: 'not documented' },
  partly: { mark: '?', text: 'not all conform' },
  conforming: { mark: '✓', text: 'conforming' },
  unseen: { mark: '·', text: 'never seen' },
};

// driftKeys are the outcomes that errors and warnings name. A code that the coverage has no row of
// counts as none.
function driftKeys() {
  const known = new Set(coverage.code);
  const keys = new Set();
  for (let i = 0; i < findingCount; i++) {
    if (texts[findings.level[i]] === 'note') continue;
    const code = known.has(findings.code[i]) ? findings.code[i] : 0;
    keys.add(`${findings.operation[i]} ${findings.status[i]} ${code}`);
  }
  return keys;
}

// readCoverage returns the rows of the map, with their outcomes by status.
function readCoverage() {
  const drifts = driftKeys();
  const rows = new Map();
  (coverage.operation || []).forEach((operation, i) => {
    const outcome = {
      code: texts[coverage.code[i]], seen: coverage.count[i], conforming: coverage.conforming[i],
      state: outcomeState(i, drifts.has(`${operation} ${coverage.status[i]} ${coverage.code[i]}`)),
    };
    const status = texts[coverage.status[i]];
    if (!rows.has(operation)) rows.set(operation, { operation, statuses: new Map() });
    const { statuses } = rows.get(operation);
    if (!statuses.has(status)) statuses.set(status, []);
    statuses.get(status).push(outcome);
  });
  return [...rows.values()];
}

function outcomeState(i, drifted) {
  if (coverage.count[i] === 0) return 'unseen';
  if (drifted) return 'drifted';
  if (!coverage.documented[i]) return 'undocumented';
  return coverage.conforming[i] === coverage.count[i] ? 'conforming' : 'partly';
}

const sum = (list, of) => list.reduce((total, item) => total + of(item), 0);
const worstState = outcomes => Object.keys(states).find(state => outcomes.some(o => o.state === state));
const rowHas = (row, ...wanted) => [...row.statuses.values()].flat().some(o => wanted.includes(o.state));
const isSeen = row => [...row.statuses.values()].flat().some(o => o.seen > 0);

// cell shows outcomes as a mark and a number. With select, it is a button, whose name says of what.
function cell(outcomes, label, select, name) {
  const state = worstState(outcomes);
  const seen = sum(outcomes, o => o.seen), conforming = sum(outcomes, o => o.conforming);
  const counts = seen === 0 ? '' : conforming === seen ? String(seen) : `${conforming}/${seen}`;
  const spoken = seen === 0 ? states.unseen.text : `${states[state].text}, ${conforming} of ${seen} conform`;
  return element(select ? 'button' : 'span', { class: `cell ${state}`, type: select && 'button', onclick: select || undefined },
    select && element('span', { class: 'hidden' }, `${name} `),
    element('span', { 'aria-hidden': 'true' }, `${states[state].mark} ${counts}`.trim()),
    label && element('span', {}, label), element('span', { class: 'hidden' }, ` ${spoken}`));
}

// selectable are the operations and statuses that findings have.
const selectable = new Set((findings.operation || []).map((operation, i) => `${operation} ${texts[findings.status[i]]}`));

function selectOutcome(row, status) {
  return selectable.has(`${row.operation} ${status}`) &&
    (() => applyFilter({ operation: operationText(operations[row.operation]), status }, true));
}

function mapRow(row, columns) {
  const id = `codes-${row.operation}`;
  const toggle = element('button', { type: 'button', class: 'plain', 'aria-expanded': 'false', onclick: () => {
    const open = document.getElementById(id);
    toggle.setAttribute('aria-expanded', String(!open));
    if (open) open.remove();
    else tr.after(codesRow(row, id, columns.length + 1));
  } }, operationLabel(operations[row.operation]));
  const tr = element('tr', {}, element('th', { scope: 'row' }, toggle), ...columns.map(status => {
    const outcomes = row.statuses.get(status);
    return element('td', {}, outcomes && cell(outcomes, '', selectOutcome(row, status), `${operationText(operations[row.operation])} ${status}`));
  }));
  return tr;
}

// codesRow lists the outcomes of an operation by code.
function codesRow(row, id, width) {
  const list = element('dl', {});
  for (const [status, outcomes] of row.statuses) {
    list.append(element('dt', {}, status), element('dd', {}, ...outcomes.map(o => cell([o], o.code || 'any body'))));
  }
  return element('tr', { class: 'codes', id }, element('td', { colspan: width }, list));
}

const maxMapRows = 200;

function showMap() {
  const rows = readCoverage();
  if (rows.length === 0) return;
  const views = [
    ['Not conforming', rows.filter(row => rowHas(row, 'drifted', 'undocumented', 'partly'))],
    ['Seen', rows.filter(isSeen)],
    ['Never seen', rows.filter(row => !isSeen(row))],
    ['All', rows],
  ].filter(([, some]) => some.length > 0);
  const head = element('tr', {}), body = element('tbody', {});
  const more = element('button', { type: 'button', class: 'more' });
  const buttons = views.map(([name, some]) =>
    element('button', { type: 'button', onclick: () => show(name) }, `${name} ${some.length}`));
  function show(name) {
    const at = views.findIndex(view => view[0] === name);
    buttons.forEach((button, i) => button.setAttribute('aria-pressed', String(i === at)));
    const some = views[at][1];
    const columns = [...new Set(some.flatMap(row => [...row.statuses.keys()]))].sort();
    head.replaceChildren(...['Operation', ...columns].map(text => element('th', { scope: 'col' }, text)));
    body.replaceChildren(...some.slice(0, maxMapRows).map(row => mapRow(row, columns)));
    more.hidden = some.length <= maxMapRows;
    more.textContent = `Show ${count(some.length - maxMapRows, 'further operation')}`;
    more.onclick = () => {
      body.append(...some.slice(maxMapRows).map(row => mapRow(row, columns)));
      more.hidden = true;
    };
  }
  show(views.some(([name]) => name === 'Seen') ? 'Seen' : 'All');
  sections.append(element('section', { 'aria-labelledby': 'map-title' },
    element('h2', { id: 'map-title' }, 'Coverage by operation and status'),
    element('ul', { class: 'legend' }, ...Object.entries(states).filter(([state]) => rows.some(row => rowHas(row, state))).map(([state, { mark, text }]) =>
      element('li', {}, element('span', { class: `cell ${state}`, 'aria-hidden': 'true' }, mark), text)),
    element('li', {}, 'The numbers are exchanges: those that conform, of those seen.')),
    element('div', { class: 'choices', role: 'group', 'aria-label': 'Operations' }, ...buttons),
    element('div', { class: 'scroll map', role: 'group', 'aria-labelledby': 'map-title', tabindex: '0' },
      element('table', {}, element('thead', {}, head), body)),
    more));
}

/* Causes and findings. */

function badge(level) {
  return element('span', { class: `badge ${level}` }, level);
}

function causeItem(i) {
  const g = groups[i];
  return element('li', { class: g.level },
    element('button', { type: 'button', class: 'plain', onclick: () => applyFilter({ cause: String(i + 1) }, true) },
      badge(g.level), g.message),
    element('span', { class: 'number' }, element('code', {}, g.rule), ` · ${count(g.operations, 'operation')} · seen ${count(g.count, 'time')}`));
}

function showCauses() {
  if (groups.length === 0) return;
  const paged = pagedList('list causes', 10, 'cause', causeItem);
  paged.show(groups.map((_, i) => i));
  sections.append(element('section', { 'aria-labelledby': 'causes-title' },
    element('h2', { id: 'causes-title' }, 'Causes, the heaviest first'), paged.list, paged.button));
}

function findingItem(i) {
  const level = texts[findings.level[i]], operation = operations[findings.operation[i]];
  const response = [findings.status[i], findings.code[i]].map(at => texts[at]).filter(Boolean).join(' ');
  const times = findings.count[i], accepted = texts[findings.accepted[i]];
  const details = element('details', { 'data-finding': i, ontoggle: () => fillDetails(details) },
    element('summary', {}, badge(level), accepted && element('span', { class: 'badge state' }, texts[findings.state[i]]), element('h3', {}, texts[findings.message[i]]),
      element('span', { class: 'meta' }, operationText(operation) ? operationLabel(operation) : element('code', {}, texts[findings.document[i]]), response && element('span', {}, response),
        element('code', {}, texts[findings.rule[i]]), times > 1 && element('span', {}, `seen ${times} times`))));
  return element('li', { class: accepted ? 'accepted' : level }, details);
}

// fillDetails adds the details of a finding when they are first shown.
function fillDetails(details) {
  if (details.childElementCount > 1) return;
  const i = Number(details.dataset.finding);
  const text = column => texts[findings[column][i]];
  const part = (title, ...content) => element('div', {}, element('h4', {}, title), ...content);
  const expected = text('expected'), actual = text('actual'), fix = text('fix');
  const compared = element('div', { class: 'compare' },
    expected && element('div', { class: 'expected' }, element('h4', {}, 'Expected'), element('p', {}, expected)),
    actual && element('div', { class: 'actual' }, element('h4', {}, 'Actual'), element('p', {}, actual)));
  const id = operations[findings.operation[i]].id, instance = text('instance');
  details.append(element('div', { class: 'details' },
    (expected || actual) && compared,
    text('accepted') && part('Accepted', element('p', {}, text('accepted'))),
    fix && part('Fix', element('p', {}, fix)),
    text('document') && part('Document', element('p', {}, element('code', {}, text('document'))), documentLines(i)),
    instance && part('Place in the body', element('p', {}, element('code', {}, instance))),
    id && part('Operation', element('p', {}, element('code', {}, id))),
    findings.places[i].length > 0 && part('Captures', placesList(i)),
    element('p', { class: 'link' }, element('a', { href: `#${new URLSearchParams({ text: text('fingerprint') })}` }, 'Link to this finding'))));
}

// documentLines are the lines of the document around the place that a finding names.
function documentLines(i) {
  const excerpt = excerpts[findings.document[i]];
  if (!excerpt) return '';
  const width = String(excerpt.first + excerpt.lines.length).length;
  return element('pre', { tabindex: '0', role: 'group', 'aria-label': 'Lines of the document' }, ...excerpt.lines.map((line, at) => {
    const n = excerpt.first + at;
    return element(n === excerpt.line ? 'mark' : 'span', {}, `${String(n).padStart(width)}  ${line}`);
  }));
}

// placesList lists the entries in which a finding was seen, a line for each capture.
function placesList(i) {
  const list = findings.places[i];
  const byCapture = new Map();
  let shown = 0;
  for (let at = 0; at < list.length; at += 3) {
    const [capture, entry, times] = list.slice(at, at + 3);
    if (!byCapture.has(capture)) byCapture.set(capture, []);
    byCapture.get(capture).push(times > 1 ? `${entry} (${times} times)` : String(entry));
    shown += Math.max(times, 1);
  }
  const items = [...byCapture].map(([capture, entries]) =>
    element('li', {}, element('code', {}, texts[capture]), ` ${entries.length === 1 ? 'entry' : 'entries'} ${entries.join(', ')}`));
  const left = findings.count[i] - shown;
  if (left > 0) items.push(element('li', {}, `and ${left} more`));
  return element('ul', {}, ...items);
}

const page = pagedList('list', 50, data.noun, findingItem);
const controls = {};
const result = element('p', { role: 'status' });
const clear = element('button', { type: 'button', onclick: () => applyFilter({}, true) }, 'Clear filters');
const printNote = element('p', { class: 'remark', hidden: true });
const title = element('h2', { id: 'findings-title', tabindex: '-1' });

// filterControl is a list of the values of a field, with how many findings have each; nothing if
// all findings have the same.
function filterControl(f) {
  const counts = new Map();
  for (let i = 0; i < findingCount; i++) {
    const indexes = f.key === 'capture' ? new Set(f.column[i]) : [f.column[i]];
    for (const at of indexes) counts.set(f.names[at], (counts.get(f.names[at]) || 0) + 1);
  }
  counts.delete('');
  if (counts.size < 2) return '';
  const values = [...counts.keys()].sort(f.compare);
  controls[f.key] = element('select', { onchange: () => applyFilter({ ...filter, [f.key]: controls[f.key].value }) },
    element('option', { value: '' }, 'All'),
    ...values.map(value => element('option', { value }, `${value} (${counts.get(value)})`)));
  return element('label', {}, f.label, controls[f.key]);
}

function showFindings() {
  title.textContent = data.noun === 'problem' ? 'Problems' : 'Findings';
  controls.text = element('input', { type: 'search', placeholder: 'words of a message, path, place …', oninput: searchSoon });
  page.list.addEventListener('keydown', moveFocus);
  sections.append(element('section', { 'aria-labelledby': 'findings-title' }, title,
    findingCount > 1 && element('form', { class: 'filters', role: 'search', 'aria-label': `Filter the ${data.noun}s`, onsubmit: event => event.preventDefault() },
      element('label', { class: 'search' }, 'Search', controls.text), ...fields.map(filterControl)),
    element('div', { class: 'found' }, result, clear), page.list, printNote, page.button));
}

// searchSoon searches when the typing pauses: browsers limit how often an address changes.
let pause;
function searchSoon() {
  clearTimeout(pause);
  pause = setTimeout(() => applyFilter({ ...filter, text: controls.text.value }), 150);
}

// applyFilter replaces the filter, and writes it to the address.
function applyFilter(values, jump) {
  for (const key of Object.keys(filter)) filter[key] = values[key] || '';
  writeFragment();
  showFiltered();
  if (!jump) return;
  title.focus({ preventScroll: true });
  title.scrollIntoView();
}

function showFiltered() {
  const found = matchingFindings();
  const active = Object.values(filter).some(Boolean);
  for (const [key, control] of Object.entries(controls)) if (control.value !== filter[key]) control.value = filter[key];
  result.textContent = active ? `${found.length} of ${count(findingCount, data.noun)}` : findingCount ? count(findingCount, data.noun) : `No ${data.noun}s.`;
  if (filter.cause && groups[filter.cause - 1]) result.textContent += ` with the cause “${groups[filter.cause - 1].message}”`;
  clear.hidden = !active;
  page.show(found);
}

// moveFocus moves between findings with the arrow keys, as in a list.
function moveFocus(event) {
  const all = [...page.list.querySelectorAll('summary')];
  const at = all.indexOf(event.target);
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
  if (at < 0 || next === undefined || !all[next]) return;
  event.preventDefault();
  all[next].focus();
}

/* Printing shows every detail of the first findings. */

const maxPrinted = 300;

addEventListener('beforeprint', () => {
  page.more(Math.max(0, maxPrinted - page.list.childElementCount));
  for (const details of page.list.querySelectorAll('details')) {
    fillDetails(details);
    details.open = true;
  }
  printNote.hidden = page.button.hidden;
  printNote.textContent = `Not printed: ${page.button.textContent.replace(/^.*of /, '')}. A filter prints others.`;
});
addEventListener('afterprint', () => { printNote.hidden = true; });

showMap();
if (data.noun) {
  showCauses();
  showFindings();
  readFragment();
  showFiltered();
  addEventListener('hashchange', () => { if (readFragment()) showFiltered(); });
}
