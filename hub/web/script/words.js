// The sentences of this page and the way its language writes numbers, waits and
// times: what hub/words does for the screens, from the same catalogs. Classic
// scripts in the language of 2017, as televisions have old browsers.
'use strict';

const Turno = {};

(function () {
  const page = JSON.parse(document.body.getAttribute('data-turno'));
  const lang = page.lang;
  const base = lang.split('-')[0];
  const NBSP = '\u00a0';
  Turno.page = page;

  // form names the plural form that the language has for a whole number.
  function form(n) {
    const count = Math.abs(n);
    if (count === 1) return 'one';
    if (base === 'cs' && count >= 2 && count <= 4) return 'few';
    return 'other';
  }

  function fill(text, args) {
    return text.replace(/\{([^}]*)\}/g, function (whole, name) {
      if (!args || args[name] === undefined) return whole;
      return typeof args[name] === 'number' ? Turno.number(args[name]) : String(args[name]);
    });
  }

  function forms(key) {
    const dot = key.indexOf('.');
    const room = page.words[key.slice(0, dot)];
    return room && room[key.slice(dot + 1)];
  }

  // t answers the sentence of "room.key"; an unknown one comes back in brackets.
  Turno.t = function (key, args) {
    const f = forms(key);
    return f ? fill(f.other, args) : '[' + key + ']';
  };

  Turno.has = function (key) { return Boolean(forms(key)); };

  // n is t for a sentence that depends on a whole number.
  Turno.n = function (key, n, args) {
    const f = forms(key);
    if (!f) return '[' + key + ']';
    return fill(f[form(n)] || f.other, Object.assign({}, args, { n: n }));
  };

  // pick chooses from a text that data gives per language.
  Turno.pick = function (texts) {
    if (!texts) return '';
    const first = texts[lang] || texts[base] || texts.en;
    if (first) return bind(first);
    const order = ['es', 'cs', 'pt', 'sv', 'en'].concat(Object.keys(texts).sort());
    for (const tag of order) if (texts[tag]) return bind(texts[tag]);
    return '';
  };

  // bind keeps a Czech one-letter preposition with its word.
  function bind(text) {
    if (base !== 'cs') return text;
    return text.replace(/(^|[ \u00a0(„–])([aivskouzAIVSKOUZ]) (?=\S)/g, '$1$2' + NBSP)
      .replace(/(^|[ \u00a0(„–])([aivskouzAIVSKOUZ]) (?=\S)/g, '$1$2' + NBSP);
  }

  const thousands = { es: '.', cs: NBSP, pt: NBSP, sv: NBSP }[base] || ',';
  const decimal = thousands === ',' ? '.' : ',';

  function group(digits) {
    if (digits.length < (base === 'es' ? 5 : 4)) return digits;
    return digits.replace(/\B(?=(\d{3})+$)/g, thousands);
  }

  Turno.number = function (n) {
    return (n < 0 ? '−' : '') + group(String(Math.abs(Math.round(n))));
  };

  Turno.decimal = function (v, places) {
    const parts = Math.abs(v).toFixed(places).split('.');
    return group(parts[0]) + (parts[1] ? decimal + parts[1] : '');
  };

  // percent never rounds up to 100 nor down to 0 what is neither.
  Turno.percent = function (share) {
    let p = Math.round(share * 100);
    if (p === 100 && share < 1) p = 99;
    if (p === 0 && share > 0) p = 1;
    return Turno.number(p) + (base === 'pt' || base === 'en' ? '%' : NBSP + '%');
  };

  // steps rounds a wait in seconds to the two ends that people are told, in
  // minutes; both 0 means that there is none.
  Turno.steps = function (p50, p80) {
    p50 = Math.max(p50, 0);
    p80 = Math.max(p50, p80);
    if (p80 < 60) return [0, 0];
    const low = Math.floor(p50 / 300) * 5;
    let high = Math.ceil(p80 / 300) * 5;
    if (low === high) high += 5;
    return [low, high];
  };

  Turno.range = function (p50, p80) {
    const ends = Turno.steps(p50, p80);
    if (ends[1] === 0) return Turno.t('common.wait.none');
    if (ends[0] === 0) return Turno.t('common.wait.up_to', { high: ends[1] });
    return Turno.t('common.wait.range', { low: ends[0], high: ends[1] });
  };

  // wait writes a quoted wait of the wire.
  Turno.wait = function (wait) {
    if (!wait || wait.unknown) return Turno.t('common.wait.unknown');
    return Turno.range(wait.p50_s, wait.p80_s);
  };

  // waitFor is the wait that somebody who comes for a queue now may be told of.
  // Where no counter is open for it the hub goes on quoting what the branch could
  // do, for the staff to plan by: nobody is promised that.
  Turno.waitFor = function (queue) {
    return queue.serving && queue.wait ? queue.wait : { unknown: true };
  };

  Turno.minutes = function (seconds) {
    return Turno.t('common.minutes', { minutes: Math.floor(Math.max(seconds, 0) / 60) });
  };

  // passed writes a time that has passed: "20 s", "14 min", "2 h 5 min".
  Turno.passed = function (seconds) {
    seconds = Math.max(Math.floor(seconds), 0);
    if (seconds < 60) return Turno.n('web.manager.seconds', seconds);
    if (seconds < 3600) return Turno.minutes(seconds);
    return Turno.t('web.manager.hours', { hours: Math.floor(seconds / 3600), minutes: Math.floor(seconds / 60) % 60 });
  };

  // capital is for a sentence that stands alone.
  Turno.capital = function (text) { return text.charAt(0).toUpperCase() + text.slice(1); };

  // A clock in the branch's zone, wherever the browser stands. A browser that
  // does not know the zone shows its own time rather than none.
  function parts(ms, zone) {
    const options = { hour: '2-digit', minute: '2-digit', hour12: false, year: 'numeric', month: 'numeric', day: 'numeric' };
    if (zone) options.timeZone = zone;
    const out = {};
    for (const p of new Intl.DateTimeFormat('en-GB', options).formatToParts(new Date(ms))) out[p.type] = Number(p.value);
    out.hour %= 24;
    return out;
  }

  function inZone(ms) {
    try {
      return parts(ms, page.zone);
    } catch (err) {
      return parts(ms, '');
    }
  }

  const two = function (n) { return (n < 10 ? '0' : '') + n; };

  // clock is the wall clock, clockIn the same inside a sentence.
  Turno.clock = function (ms) {
    const p = inZone(ms);
    return two(p.hour) + ':' + two(p.minute);
  };
  Turno.clockIn = function (ms) {
    const p = inZone(ms);
    return (base === 'pt' || base === 'sv' ? two(p.hour) : p.hour) + ':' + two(p.minute);
  };

  Turno.longDate = function (ms) {
    const p = inZone(ms);
    const weekday = new Date(Date.UTC(p.year, p.month - 1, p.day)).getUTCDay();
    return Turno.t('common.date.long', {
      weekday: Turno.t('common.weekday.' + weekday), day: String(p.day), month: Turno.t('common.month.' + p.month),
      'month.n': String(p.month), year: String(p.year),
    });
  };
})();
