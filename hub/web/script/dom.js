// Small helpers for the pages' own markup. Text goes in as text, never as HTML.
'use strict';

(function () {
  Turno.id = function (name) { return document.getElementById(name); };

  // part finds an element of a row or card by its data-part.
  Turno.part = function (root, name) { return root.querySelector('[data-part="' + name + '"]'); };

  // say sets a text only where it differs, so that nothing is announced twice.
  Turno.say = function (element, text) {
    if (element.textContent !== text) element.textContent = text;
  };

  Turno.show = function (element, visible) { element.hidden = !visible; };

  // copy clones a <template> of the page.
  Turno.copy = function (name) {
    return document.importNode(Turno.id(name).content, true).firstElementChild;
  };

  // icon clones an icon of the page's shelf; an unknown name gives the ticket.
  Turno.icon = function (name) {
    const shelf = Turno.id('icons');
    const found = shelf.querySelector('[data-name="' + name + '"]') || shelf.firstElementChild;
    return found.firstElementChild.cloneNode(true);
  };

  // setIcon puts an icon in place of another where it differs.
  Turno.setIcon = function (element, name) {
    if (element.getAttribute('data-now') === name) return;
    element.setAttribute('data-now', name);
    while (element.firstChild) element.removeChild(element.firstChild);
    element.appendChild(Turno.icon(name));
  };

  // rows makes a list hold one copy of a template for each item, keeping the
  // rows that are there, and fills each by fill(row, item, index).
  Turno.rows = function (list, template, items, fill) {
    while (list.children.length > items.length) list.removeChild(list.lastElementChild);
    while (list.children.length < items.length) list.appendChild(Turno.copy(template));
    items.forEach(function (item, i) { fill(list.children[i], item, i); });
  };

  const SVG = 'http://www.w3.org/2000/svg';

  Turno.svg = function (name, attributes, text) {
    const e = document.createElementNS(SVG, name);
    for (const key of Object.keys(attributes)) e.setAttribute(key, attributes[key]);
    if (text !== undefined) e.textContent = text;
    return e;
  };

  // later runs a drawing once for all changes of the moment, and no more than
  // twenty times a second: a day that is played fast must not choke a television.
  Turno.later = function (draw) {
    let waiting = false;
    let last = 0;
    return function () {
      if (waiting) return;
      waiting = true;
      setTimeout(function () {
        waiting = false;
        last = Date.now();
        draw();
      }, Math.max(last + 50 - Date.now(), 0));
    };
  };

  // A language menu closes when something else is touched.
  document.addEventListener('click', function (event) {
    for (const menu of document.querySelectorAll('details.menu[open]')) {
      if (!menu.contains(event.target)) menu.removeAttribute('open');
    }
  });
})();
