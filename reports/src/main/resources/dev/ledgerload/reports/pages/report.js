'use strict';
/*
 * What a page can do beyond being read: sort and filter its tables, show the rows that were picked,
 * keep that in its address, show what a link leads to, switch its colours, copy its tables, save its
 * data. It runs in the head, so that the first
 * picture of the page is already the right one; what it needs elements for waits until they are
 * there. Values from the address are only ever compared with what the page has.
 */
(() => {
  const root = document.documentElement;
  const THEME = 'ledgerload-theme';
  const SORT = 'sort';
  const ORDER = 'order';
  const METHODS = 'methods';
  let tables = [];
  let filters = [];
  let view = new URLSearchParams(); // of the filters by name, of the column and of its direction

  root.classList.add('js');
  showTheme(storedTheme());

  document.addEventListener('DOMContentLoaded', () => {
    tables = [...document.querySelectorAll('table.sortable')].map((table) => ({
      table,
      rows: [...table.tBodies[0].rows],
      heads: [...table.tHead.rows[0].cells],
    }));
    filters = [...document.querySelectorAll('select[data-filter]')];
    tables.forEach(addSortButtons);
    filters.forEach((select) => select.addEventListener('change', () => {
      view.set(select.dataset.filter, select.value);
      change();
    }));
    document.querySelectorAll('select[data-view]').forEach((select) =>
      select.addEventListener('change', () => {
        view.set(select.dataset.view, select.value);
        change();
      }));
    picks().forEach((box) => box.addEventListener('change', () => pick(box)));
    document.querySelectorAll('[data-only]').forEach((button) =>
      button.addEventListener('click', () => {
        view.set(METHODS, picked().join());
        change();
      }));
    document.querySelectorAll('[data-copy]').forEach((button) =>
      button.addEventListener('click', () => copy(button)));
    document.querySelectorAll('[data-reset]').forEach((b) => b.addEventListener('click', reset));
    document.querySelectorAll('[data-download]').forEach((button) =>
      button.addEventListener('click', () => save(button.dataset.download)));
    const theme = document.getElementById('theme');
    theme.value = storedTheme();
    theme.addEventListener('change', () => keepTheme(theme.value));
    window.addEventListener('hashchange', follow);
    follow();
  });

  /* --- the view: which rows, in which order ------------------------------------------------- */

  function addSortButtons({ heads }) {
    heads.filter((head) => head.dataset.sort).forEach((head) => {
      const label = head.querySelector('.sort');
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'sort';
      button.textContent = label.textContent;
      button.addEventListener('click', () => {
        const again = head.getAttribute('aria-sort') === 'ascending';
        view.set(SORT, head.dataset.sort);
        view.set(ORDER, again ? 'descending' : 'ascending');
        change();
      });
      label.after(button);
      label.className = 'on-paper'; // where a table's head is repeated, its buttons are not
    });
  }

  /** Shows the view and puts it into the address. */
  function change() {
    [...view].filter(([, value]) => !value).forEach(([name]) => view.delete(name));
    show();
    try {
      history.replaceState(null, '', String(view) ? '#' + view : location.pathname + location.search);
    } catch {
      location.hash = view; // where a page may not change its history
    }
  }

  function reset() {
    view = new URLSearchParams();
    picks().forEach((box) => { box.checked = false; });
    sizes().forEach((one) => { one.open = false; });
    change();
  }

  /** What holds the tables of other numbers of entries. */
  function sizes() {
    return document.querySelectorAll('details.sizes');
  }

  function picks() {
    return [...document.querySelectorAll('.pick')];
  }

  function methodOf(box) {
    return box.closest('tr').dataset.method;
  }

  /** The picked methods, each once: it has a row in each table. */
  function picked() {
    return [...new Set(picks().filter((box) => box.checked).map(methodOf))];
  }

  /** A method is picked in all tables, and one that is no more isn't shown any more. */
  function pick(box) {
    picks().filter((other) => methodOf(other) === methodOf(box))
      .forEach((other) => { other.checked = box.checked; });
    if (view.get(METHODS)) {
      view.set(METHODS, picked().join());
      change();
    } else {
      showPicks();
    }
  }

  function showPicks() {
    const none = picked().length === 0;
    document.querySelectorAll('[data-only]').forEach((b) => { b.disabled = none; });
  }

  function show() {
    filters.forEach((select) => {
      const wanted = view.get(select.dataset.filter) ?? '';
      select.value = [...select.options].some((option) => option.value === wanted) ? wanted : '';
    });
    document.querySelectorAll('select[data-view]').forEach((select) => {
      select.value = view.get(select.dataset.view) === 'log' ? 'log' : '';
      root.dataset[select.dataset.view] = select.value;
    });
    const known = new Set(picks().map(methodOf));
    const methods = (view.get(METHODS) ?? '').split(',').filter((one) => known.has(one));
    if (methods.length > 0) {
      picks().forEach((box) => { box.checked = methods.includes(methodOf(box)); });
    }
    showPicks();
    if (methods.length > 0 || filters.some((select) => select.value)) {
      sizes().forEach((one) => { one.open = true; }); // what is looked for may be there
    }
    let shown = 0;
    let all = 0;
    tables.forEach((entry) => {
      const inOrder = sorted(entry, view.get(SORT), view.get(ORDER) === 'descending');
      inOrder.forEach((row) => {
        row.hidden = !filters.every((s) => !s.value || row.dataset[s.dataset.filter] === s.value)
          || (methods.length > 0 && row.dataset.method && !methods.includes(row.dataset.method));
        entry.table.tBodies[0].append(row);
      });
      const visible = inOrder.filter((row) => !row.hidden).length;
      (entry.table.closest('.block') ?? entry.table.closest('.scroll')).hidden = visible === 0;
      shown += visible;
      all += inOrder.length;
    });
    const status = document.getElementById('view-status');
    if (status) status.textContent = `${shown} of ${all} rows${order()}`;
    const link = document.getElementById('view-link');
    if (link) link.href = '#' + (String(view) || 'comparison');
  }

  /** In words, by the first table that is sorted. */
  function order() {
    const heads = tables.flatMap((entry) => entry.heads);
    const head = heads.find((one) => one.hasAttribute('aria-sort'));
    if (!head) return '';
    return `, by ${head.querySelector('button').textContent}, ${head.getAttribute('aria-sort')}`;
  }

  function sorted({ rows, heads }, name, descending) {
    const head = heads.find((one) => one.dataset.sort && one.dataset.sort === name);
    heads.forEach((one) => one.removeAttribute('aria-sort'));
    if (!head) return rows;
    head.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
    const at = heads.indexOf(head);
    const value = (row) => row.cells[at].dataset.value ?? '';
    const sign = descending ? -1 : 1;
    return [...rows].sort((a, b) => {
      const one = value(a);
      const other = value(b);
      if (one === '' || other === '') return (one === '') - (other === ''); // nothing comes last
      return sign * (head.dataset.kind === 'text' ? one.localeCompare(other) : one - other);
    });
  }

  /* --- what the address leads to ------------------------------------------------------------ */

  function follow() {
    const hash = location.hash.slice(1);
    const target = hash ? document.getElementById(hash) : null;
    if (hash.includes('=')) {
      view = new URLSearchParams(hash);
      document.querySelector('.controls').scrollIntoView();
    } else if (target?.closest('tr')?.hidden) {
      view = new URLSearchParams();
    }
    show();
    if (!target) return;
    for (let at = target; at; at = at.parentElement) {
      if (at instanceof HTMLDetailsElement) at.open = true;
    }
    target.scrollIntoView();
  }

  /* --- colours and data --------------------------------------------------------------------- */

  function storedTheme() {
    try {
      const theme = localStorage.getItem(THEME);
      return theme === 'light' || theme === 'dark' ? theme : '';
    } catch {
      return ''; // where a page may keep nothing
    }
  }

  function keepTheme(theme) {
    showTheme(theme);
    try {
      localStorage.setItem(THEME, theme);
    } catch {
      // it holds until the page is closed
    }
  }

  function showTheme(theme) {
    if (theme) root.dataset.theme = theme;
    else delete root.dataset.theme;
  }

  /* --- a table as text ---------------------------------------------------------------------- */

  async function copy(button) {
    const block = button.closest('.block');
    const table = block.querySelector('table');
    const isCsv = button.dataset.copy === 'csv';
    const heads = [...table.tHead.rows].at(-1).cells;
    const columns = [...heads].map((head, at) => at).filter((at) => !heads[at].matches('.parts'));
    const lines = [...table.tBodies].flatMap((body) => [...body.rows])
      .filter((row) => !row.hidden)
      .map((row) => columns.map((at) => isCsv ? value(row.cells[at]) : words(row.cells[at])));
    const names = columns.map((at) => name(heads[at], isCsv));
    const text = isCsv ? csv([names, ...lines]) : markdown(names, lines);
    await write(text);
    block.querySelector('[role=status]').textContent = `Copied ${lines.length} rows`;
  }

  function name(head, withUnit) {
    const label = (head.querySelector('.sort') ?? head).textContent.trim();
    return withUnit && head.dataset.unit ? `${label} (${head.dataset.unit})` : label;
  }

  /** With all its digits. */
  function value(cell) {
    return cell.dataset.value ?? words(cell);
  }

  function words(cell) {
    const shown = cell.querySelector('bdi')
      ? [cell.querySelector('bdi')]
      : [...cell.querySelectorAll('.value, .interval, .note')];
    return (shown.length ? shown : [cell])
      .map((part) => part.textContent.trim().replace(/\s+/g, ' ')).join(' ');
  }

  /** As RFC 4180 has it. */
  function csv(lines) {
    const quoted = (text) => /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    return lines.map((line) => line.map(quoted).join() + '\r\n').join('');
  }

  function markdown(names, lines) {
    const line = (cells) => `| ${cells.map((c) => c.replace(/[\\|]/g, '\\$&')).join(' | ')} |\n`;
    const rule = names.map((_, at) => at === 0 ? '---' : '---:');
    return line(names) + line(rule) + lines.map(line).join('');
  }

  async function write(text) {
    try {
      await navigator.clipboard.writeText(text);
    } catch { // where a page may not, by itself
      const area = document.createElement('textarea');
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand('copy');
      area.remove();
    }
  }

  function save(name) {
    const data = document.getElementById('data-json').textContent;
    const url = URL.createObjectURL(new Blob([data], { type: 'application/json' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 60000);
  }
})();
