// The manager's page: what waits, who serves, what today's waits were, and the
// sentence that matters as its title.
'use strict';

(function () {
  const t = Turno.t;
  let shown = false; // a state was drawn
  let left = false;

  const mirror = new Turno.Mirror({
    token: Turno.page.token,
    changed: function () { draw(); },
    stopped: function (why) {
      if (why === 'protocol') setTimeout(function () { location.reload(); }, 5000);
      else ask(shown && !left ? t('web.manager.sign_in.ended') : '');
    },
  });

  function ask(text) {
    Turno.show(Turno.id('sign-out'), false);
    Turno.askWho(text, function () { location.reload(); });
  }

  const draw = Turno.later(function () {
    const s = mirror.state;
    drawClock();
    if (!s || mirror.ended) return;
    const role = s.you && s.you.role;
    if (role && role !== 'manager' && role !== 'admin') {
      ask(t('web.manager.sign_in.other_role'));
      return;
    }
    if (!shown) {
      shown = true;
      Turno.known();
      Turno.show(Turno.id('sign-out'), !Turno.page.token);
    }
    const rows = queueRows(s);
    drawTitle(s, rows);
    drawQueues(rows);
    drawCounters(s);
    drawToday(s);
    drawChart(s);
    Turno.floor.ratings(s, function (id) { return nameOf(serviceOf(s, id)); });
    Turno.floor.helps(s, at());
    Turno.floor.devices(s);
    if (mirror.live) Turno.doubted(s.day === 'closed');
  });

  function drawClock() {
    const now = mirror.state ? mirror.now() : Date.now();
    Turno.say(Turno.id('clock'), Turno.clock(now));
    Turno.say(Turno.id('date'), Turno.longDate(now));
    const stale = !mirror.live && Boolean(mirror.state) && !mirror.ended;
    document.body.classList.toggle('stale', stale);
    Turno.show(Turno.id('chip-live'), mirror.live);
    Turno.show(Turno.id('chip-stale'), stale);
    if (stale) Turno.say(Turno.id('stale'), t('common.not_live', { time: Turno.clockIn(mirror.since) }));
    const asOf = stale ? t('web.manager.figures_at', { time: Turno.clockIn(mirror.since) }) : '';
    for (const id of ['chart-as-of', 'today-as-of', 'floor-as-of']) {
      Turno.show(Turno.id(id), stale);
      Turno.say(Turno.id(id), asOf);
    }
    Turno.id('open-day').disabled = !mirror.live;
  }

  // at is the time that the figures speak of: now, or when the line broke.
  function at() { return mirror.live ? mirror.now() : mirror.since; }

  function serviceOf(s, id) {
    return ((s.branch && s.branch.services) || []).find(function (x) { return x.id === id; }) || { id: id, names: {} };
  }

  function nameOf(service) { return Turno.pick(service.names) || service.id; }

  function queueRows(s) {
    const now = at();
    return (s.queues || []).map(function (q) {
      const service = serviceOf(s, q.service);
      const longest = q.waiting && q.oldest_at ? Math.max((now - Date.parse(q.oldest_at)) / 1000, 0) : 0;
      const target = service.target_s || 0;
      return { queue: q, id: q.service, name: nameOf(service), longest: longest, target: target, late: target > 0 && longest > target };
    });
  }

  function drawTitle(s, rows) {
    if (s.day === 'closed') {
      Turno.say(Turno.id('title'), t('web.manager.closed'));
      Turno.say(Turno.id('hint'), '');
    } else {
      const waiting = rows.reduce(function (n, r) { return n + r.queue.waiting; }, 0);
      const late = rows.filter(function (r) { return r.late; });
      const parts = [waiting ? Turno.n('web.manager.waiting', waiting) : t('web.manager.nobody_waits')];
      if (late.length === 1) parts.push(t('web.manager.late.one', { service: late[0].name }));
      if (late.length === 2) parts.push(t('web.manager.late.two', { first: late[0].name, second: late[1].name }));
      if (late.length > 2) parts.push(Turno.n('web.manager.late.many', late.length));
      Turno.say(Turno.id('title'), parts.join(' '));
      Turno.say(Turno.id('hint'), hint(s, rows, late));
    }
    Turno.show(Turno.id('open-day'), s.day === 'closed' && !Turno.wanted);
  }

  // hint is what could be done, from what is known and nothing more.
  function hint(s, rows, late) {
    const unserved = rows.find(function (r) { return r.queue.waiting && !r.queue.serving; });
    const worst = unserved || late.slice().sort(function (a, b) { return b.longest / b.target - a.longest / a.target; })[0];
    if (!worst) return rows.some(function (r) { return r.queue.waiting; }) ? t('web.manager.hint.fine') : '';
    for (const state of ['paused', 'closed']) {
      const free = (s.counters || []).find(function (c) {
        const place = ((s.branch && s.branch.counters) || []).find(function (p) { return p.counter === c.counter; });
        return c.state === state && place && (place.services || []).indexOf(worst.id) >= 0;
      });
      if (free) return t('web.manager.hint.' + state, { counter: free.counter, service: worst.name });
    }
    return t(unserved ? 'web.manager.hint.unserved' : 'web.manager.hint.all_open', { service: worst.name });
  }

  function drawQueues(rows) {
    const scale = rows.reduce(function (m, r) { return Math.max(m, r.target, r.longest); }, 60) * 1.2;
    const share = function (seconds) { return (100 * seconds / scale).toFixed(1) + '%'; };
    Turno.rows(Turno.id('queues'), 'queue', rows, function (tr, r) {
      const part = function (name) { return Turno.part(tr, name); };
      tr.className = r.late ? 'is-late' : '';
      Turno.setIcon(part('icon'), 'service-' + r.id);
      Turno.say(part('name'), r.name);
      Turno.say(part('waiting'), Turno.number(r.queue.waiting));
      Turno.show(part('late'), r.late);
      Turno.say(part('longest'), r.queue.waiting ? Turno.minutes(r.longest) : '–');
      Turno.say(part('target-text'), r.target ? t('web.manager.target.of', { target: Turno.minutes(r.target) }) : '');
      const closed = !r.queue.open && !r.queue.waiting;
      Turno.show(part('track'), !closed);
      part('bar').style.width = share(r.longest);
      Turno.show(part('bar'), r.queue.waiting > 0);
      part('target').style.left = share(r.target);
      Turno.show(part('target'), r.target > 0);
      Turno.say(part('wait'), arriving(r.queue));
    });
  }

  function arriving(q) {
    if (q.open) return Turno.wait(Turno.waitFor(q));
    return q.opens_at ? t('common.service.from', { time: q.opens_at }) : t('common.service.closed').toLowerCase();
  }

  function drawCounters(s) {
    const now = at();
    Turno.rows(Turno.id('counters'), 'counter', s.counters || [], function (tr, c) {
      const part = function (name) { return Turno.part(tr, name); };
      const known = Turno.has('common.counter.state.' + c.state);
      tr.className = 'is-' + c.state;
      Turno.say(part('counter'), c.counter);
      Turno.setIcon(part('icon'), c.state);
      Turno.say(part('state'), known ? t('common.counter.state.' + c.state) : c.state);
      Turno.say(part('ticket'), c.ticket || '');
      Turno.say(part('who'), c.teller_name || (c.state === 'closed' ? '–' : ''));
      Turno.say(part('since'), c.state === 'closed' ? '' : Turno.passed((now - Date.parse(c.since)) / 1000));
    });
  }

  function drawToday(s) {
    const figures = s.figures || { services: [], total: {} };
    const rows = ((s.branch && s.branch.services) || []).map(function (service) {
      const found = (figures.services || []).find(function (f) { return f.service === service.id; });
      return { name: nameOf(service), f: found || {} };
    });
    rows.push({ name: t('web.manager.today.total'), f: figures.total || {} });
    const minutes = function (f, seconds) { return f.called ? Turno.decimal(seconds / 60, 1) : '–'; };
    Turno.rows(Turno.id('today'), 'figure', rows, function (tr, r) {
      Turno.say(Turno.part(tr, 'name'), r.name);
      Turno.say(Turno.part(tr, 'mean'), minutes(r.f, r.f.wait_mean_s));
      Turno.say(Turno.part(tr, 'median'), minutes(r.f, r.f.wait_median_s));
      Turno.say(Turno.part(tr, 'p90'), minutes(r.f, r.f.wait_p90_s));
      Turno.say(Turno.part(tr, 'level'), r.f.called ? Turno.percent(r.f.service_level) : '–');
    });
  }

  function drawChart(s) {
    const halves = (s.figures && s.figures.half_hours) || [];
    const any = halves.some(function (h) { return h.arrived || h.served; });
    Turno.show(Turno.id('chart-none'), !any);
    for (const id of ['chart', 'chart-key', 'chart-table']) Turno.show(Turno.id(id), any);
    if (!any) return;
    Turno.halfHours(Turno.id('chart'), halves, at());
    Turno.rows(Turno.id('half-hours'), 'half-hour', halves, function (tr, h) {
      Turno.say(Turno.part(tr, 'from'), Turno.clockIn(Date.parse(h.from)));
      Turno.say(Turno.part(tr, 'arrived'), Turno.number(h.arrived));
      Turno.say(Turno.part(tr, 'served'), Turno.number(h.served));
    });
  }

  // Opening the day is the one command here: one id for one touch.
  Turno.id('open-day').addEventListener('click', function () {
    const button = Turno.id('open-day');
    button.disabled = true;
    Turno.command({ do: 'open_day' }, Turno.page.token).then(function (answer) {
      button.disabled = !mirror.live;
      trouble(answer.ok ? '' : Turno.refusal(answer));
    });
  });

  function trouble(text) {
    Turno.say(Turno.id('problem').querySelector('span'), text);
    Turno.show(Turno.id('problem'), Boolean(text));
  }

  Turno.id('sign-out').addEventListener('click', function () {
    left = true;
    Turno.signOut().then(function () { location.reload(); }, function () { trouble(t('web.manager.sign_in.no_line')); });
  });

  setInterval(draw, 1000);
  window.addEventListener('resize', draw);
  mirror.start();
})();
