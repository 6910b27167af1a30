// The chart of arrivals and ends of service in half hours: flat, from nought,
// its value on each bar; the table beside it holds the same figures.
'use strict';

(function () {
  const HEIGHT = 132; // of the highest bar

  // halfHours draws the last ones that fit the width, at 64 pixels or more each.
  Turno.halfHours = function (place, rows, now) {
    while (place.firstChild) place.removeChild(place.firstChild);
    const width = Math.max(place.clientWidth, 300);
    const fits = Math.max(Math.floor(width / 64), 3);
    const shown = rows.slice(-fits);
    if (!shown.length) return;
    const step = Math.min(width / shown.length, 150);
    const bar = Math.min(46, step * 0.4);
    const most = shown.reduce(function (m, h) { return Math.max(m, h.arrived, h.served); }, 1);
    const base = HEIGHT + 24;
    const svg = Turno.svg('svg', { viewBox: '0 0 ' + width + ' ' + (base + 30), width: width, height: base + 30 });
    shown.forEach(function (h, i) {
      const middle = step * i + step / 2;
      [['arrived', middle - bar - 1.5], ['served', middle + 1.5]].forEach(function (pair) {
        const high = Math.round(HEIGHT * h[pair[0]] / most);
        if (high) svg.appendChild(Turno.svg('rect', { class: pair[0], x: pair[1], y: base - high, width: bar, height: high }));
        svg.appendChild(Turno.svg('text', { x: pair[1] + bar / 2, y: base - high - 8, 'text-anchor': 'middle' }, Turno.number(h[pair[0]])));
      });
      svg.appendChild(Turno.svg('text', { x: middle, y: base + 21, 'text-anchor': 'middle' }, label(h, now, step)));
    });
    svg.appendChild(Turno.svg('line', { class: 'baseline', x1: 0, x2: step * shown.length, y1: base, y2: base }));
    place.appendChild(svg);
  };

  // running tells that the half hour is not over.
  function running(h, now) {
    const from = Date.parse(h.from);
    return now >= from && now < from + 30 * 60 * 1000;
  }

  function label(h, now, step) {
    const time = Turno.clockIn(Date.parse(h.from));
    return running(h, now) && step >= 120 ? Turno.t('web.manager.chart.now', { time: time }) : time;
  }
})();
