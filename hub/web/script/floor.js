// What the manager's page says of the floor besides the queues: what people
// thought of their visit, who asks for help, and how the kiosks' printers fare.
'use strict';

(function () {
  const t = Turno.t;
  const wrong = ['paper_out', 'cover_open', 'unreachable', 'failed'];

  // A figure that nobody answered is no figure.
  function answered(n, text) {
    return n ? { text: text, of: Turno.n('floor.answers', n) } : { text: '–', of: '' };
  }

  function signed(share) {
    const n = Math.round(share * 100);
    return (n > 0 ? '+' : '') + Turno.number(n);
  }

  // ratings draws the services that were rated, and all of them together.
  function ratings(s, named) {
    const figures = s.figures || {};
    const rows = (figures.services || []).filter(function (f) { return f.ratings; })
      .map(function (f) { return { name: named(f.service), f: f }; });
    const total = figures.total || {};
    Turno.show(Turno.id('ratings-none'), !total.ratings);
    Turno.show(Turno.id('ratings-table'), Boolean(total.ratings));
    if (!total.ratings) return;
    rows.push({ name: t('web.manager.today.total'), f: total });
    Turno.rows(Turno.id('ratings'), 'rating', rows, function (tr, r) {
      Turno.say(Turno.part(tr, 'name'), r.name);
      const cells = {
        csat: answered(r.f.csat_answers, Turno.percent(r.f.csat || 0)),
        nps: answered(r.f.nps_answers, signed(r.f.nps || 0)),
        ces: answered(r.f.ces_answers, Turno.decimal(r.f.ces || 0, 1)),
      };
      for (const name of Object.keys(cells)) {
        Turno.say(Turno.part(tr, name), cells[name].text);
        Turno.say(Turno.part(tr, name + '-of'), cells[name].of);
      }
    });
  }

  // helps draws the calls for help that are open, oldest first.
  function helps(s, now) {
    const rows = s.helps || [];
    Turno.show(Turno.id('helps-none'), !rows.length);
    Turno.rows(Turno.id('helps'), 'help', rows, function (li, h) {
      Turno.say(Turno.part(li, 'device'), h.device);
      const coming = h.state === 'coming';
      li.className = coming ? 'is-coming' : 'is-called';
      Turno.setIcon(Turno.part(li, 'icon'), coming ? 'coming' : 'help');
      const who = h.name ? t('floor.help.coming_by', { name: h.name }) : t('floor.help.coming');
      Turno.say(Turno.part(li, 'state'), coming ? who : t('floor.help.called'));
      Turno.say(Turno.part(li, 'since'), Turno.passed((now - Date.parse(h.called_at)) / 1000));
    });
  }

  // devices draws how the printers fare, those in trouble first.
  function devices(s) {
    const rank = function (d) { return wrong.indexOf(d.printer) >= 0 ? 0 : d.printer === 'paper_low' ? 1 : 2; };
    const rows = (s.devices || []).filter(function (d) { return d.printer && d.printer !== 'none'; })
      .sort(function (a, b) { return rank(a) - rank(b) || (a.device < b.device ? -1 : 1); });
    Turno.show(Turno.id('devices-title'), rows.length > 0);
    Turno.rows(Turno.id('devices'), 'device', rows, function (li, d) {
      const known = Turno.has('floor.printer.' + d.printer);
      li.className = ['is-wrong', 'is-low', 'is-ok'][rank(d)];
      Turno.setIcon(Turno.part(li, 'icon'), rank(d) === 2 ? 'printer-ok' : 'printer');
      Turno.say(Turno.part(li, 'device'), d.device);
      let text = known ? t('floor.printer.' + d.printer) : d.printer;
      if (rank(d) < 2) text += ', ' + t('floor.printer.since', { time: Turno.clockIn(Date.parse(d.since)) });
      Turno.say(Turno.part(li, 'state'), text);
      Turno.say(Turno.part(li, 'waiting'), d.unprinted ? Turno.n('floor.printer.waiting', d.unprinted) : '');
    });
  }

  Turno.floor = { ratings: ratings, helps: helps, devices: devices };
})();
