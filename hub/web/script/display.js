// The board of a lobby: the newest call large, the four before it, the waits of
// each queue, and a veil when what stands there is not the truth of now.
'use strict';

(function () {
  const t = Turno.t;
  const ROWS = 4; // fixed, so that rows hold their place
  const GRACE = 2000; // ms that a line may be down before the veil falls
  const WAITS = 5; // queues side by side; more take turns
  const TURN = 12000; // ms

  let shown = null; // the call that is being announced
  let downAt = 0; // when the line went down, by this browser's clock; 0 while live
  let stopped = '';
  let turn = 0;

  const silence = '/web/silence.wav';
  const sound = Turno.page.sound ? new Turno.Sound(problem) : null;

  const announcer = new Turno.Announcer({
    show: function (row) {
      shown = row;
      if (row) {
        beat();
        Turno.say(Turno.id('aloud'), t('voice.call', { ticket: row.ticket, counter: row.counter }));
      }
      draw();
    },
    play: function (row) { return sound ? sound.call(row) : Promise.resolve(); },
  });

  const mirror = new Turno.Mirror({
    token: Turno.page.token,
    changed: function () {
      if (mirror.live) {
        downAt = 0;
        announcer.board(mirror.state.board || [], mirror.now());
      } else if (!downAt) {
        downAt = Date.now();
        setTimeout(draw, GRACE + 10);
      }
      draw();
    },
    stopped: function (why) { stopped = why; afresh(); },
  });

  // afresh fetches this page again as soon as the hub hands it out: its token
  // lives as long as the hub does, and its scripts are of the hub's version.
  function afresh() {
    setTimeout(function () {
      fetch(location.href, { cache: 'no-store' }).then(function (answer) {
        if (answer.ok) location.reload();
        else afresh();
      }, afresh);
    }, 2000 + Math.random() * 4000);
  }

  function beat() {
    const call = Turno.id('call');
    call.classList.remove('beat');
    void call.offsetWidth; // starts the animation anew
    call.classList.add('beat');
    setTimeout(function () { call.classList.remove('beat'); }, 3000);
  }

  function sizeOf(ticket) {
    return ticket.length > 5 ? ' longer' : ticket.length > 4 ? ' long' : '';
  }

  // calling tells whether a row is a live call: its counter still calls it.
  function calling(row) {
    return (mirror.state.counters || []).some(function (c) {
      return c.counter === row.counter && c.state === 'called' && c.ticket === row.ticket;
    });
  }

  const draw = Turno.later(function () {
    const stale = !mirror.live && (!mirror.state || Boolean(stopped) || Date.now() - downAt >= GRACE);
    Turno.id('stage').classList.toggle('stale', stale);
    drawClock();
    drawVeil(stale);
    if (mirror.state) {
      drawCalls();
      drawWaits();
    }
    drawTicker(stale);
  });

  function drawClock() {
    Turno.say(Turno.id('clock'), Turno.clock(mirror.state ? mirror.now() : Date.now()));
  }

  function drawCalls() {
    const board = mirror.state.board || [];
    const large = shown || board[0];
    const closed = mirror.state.day === 'closed';
    Turno.show(Turno.id('call'), Boolean(large));
    Turno.show(Turno.id('welcome'), !large);
    Turno.say(Turno.id('hero'), t(closed ? 'web.display.closed' : 'web.display.welcome'));
    Turno.show(Turno.id('hero-text'), !closed);
    if (large) {
      Turno.id('call').classList.toggle('now', calling(large) || large === shown);
      Turno.id('number').className = 'number' + sizeOf(large.ticket);
      Turno.say(Turno.id('number'), large.ticket);
      Turno.say(Turno.id('counter'), large.counter);
    }
    const rest = board.filter(function (row) {
      return !large || row.ticket !== large.ticket || row.counter !== large.counter;
    }).slice(0, ROWS);
    Turno.show(Turno.id('none'), !board.length);
    Turno.rows(Turno.id('recent'), 'row', board.length ? rest.concat(Array(ROWS - rest.length).fill(null)) : [], function (li, row) {
      li.className = row ? (calling(row) ? 'now' : '') : 'empty';
      const ticket = Turno.part(li, 'ticket');
      ticket.className = 'ticket' + (row ? sizeOf(row.ticket) : '');
      Turno.say(ticket, row ? row.ticket : '');
      Turno.say(Turno.part(li, 'counter'), row ? row.counter : '');
    });
  }

  function drawWaits() {
    const services = (mirror.state.branch && mirror.state.branch.services) || [];
    const open = (mirror.state.queues || []).filter(function (q) { return q.open; });
    const pages = Math.max(Math.ceil(open.length / WAITS), 1);
    const from = (turn % pages) * Math.ceil(open.length / pages);
    const shownNow = open.slice(from, from + Math.ceil(open.length / pages));
    const list = Turno.id('waits');
    list.classList.toggle('many', shownNow.length > 4);
    Turno.rows(list, 'wait', shownNow, function (li, q) {
      const service = services.find(function (s) { return s.id === q.service; });
      const wait = Turno.waitFor(q);
      Turno.say(Turno.part(li, 'name'), service ? Turno.pick(service.names) : q.service);
      Turno.say(Turno.part(li, 'wait'), Turno.capital(waitText(wait, q.waiting)));
    });
    fit(list.querySelectorAll('b'), false);
    fit(list.querySelectorAll('span'), true);
  }

  // waitText is a wait; where nobody knows one, who is there, and where nobody is,
  // that it is not known: "0 people" would read as a promise.
  function waitText(wait, waiting) {
    if (!wait.unknown) return Turno.wait(wait);
    return waiting ? Turno.n('common.people', waiting) : t('display.wait.unknown');
  }

  // fit makes texts that must not be cut smaller, all alike, in steps until every
  // column holds its own, down to six tenths. Names yield to height, too, so that
  // the waits under them stay large.
  function fit(elements, yields) {
    const size = function (part) {
      for (const e of elements) e.style.fontSize = part < 1 ? 'calc(var(--size) * ' + part.toFixed(2) + ')' : '';
    };
    const cut = function () {
      return Array.from(elements).some(function (e) {
        const column = e.parentNode;
        const stacked = yields && getComputedStyle(column).flexDirection === 'column';
        const high = Array.from(column.children).reduce(function (sum, c) { return sum + c.offsetHeight; }, 0);
        return e.scrollWidth > e.clientWidth + 1 || stacked && high > column.clientHeight;
      });
    };
    size(1);
    for (let part = 0.95; part >= 0.6 && cut(); part -= 0.05) size(part);
  }

  function drawVeil(stale) {
    Turno.show(Turno.id('veil'), stale);
    if (!stale) return;
    const known = Boolean(mirror.state);
    const time = Turno.clock(mirror.since);
    Turno.say(Turno.id('veil-title'), known ? t('web.display.veil.title', { time: time }) : t('web.connecting'));
    Turno.show(Turno.id('veil-text'), known);
  }

  function drawTicker(stale) {
    const line = Turno.id('ticker');
    let text = mirror.state && mirror.state.branch ? Turno.pick(mirror.state.branch.ticker) : '';
    if (stale && mirror.state) text = t('web.display.veil.ticker', { time: Turno.clock(mirror.since) });
    if (stale && stopped) text = t(stopped === 'protocol' ? 'web.outdated' : 'web.refused');
    Turno.say(line, text);
    line.style.fontSize = '';
    for (let rem = 0.44; line.offsetHeight > line.parentNode.clientHeight && rem >= 0.28; rem -= 0.04) line.style.fontSize = rem.toFixed(2) + 'rem';
    Turno.show(Turno.id('ticker-icon'), Boolean(text));
    Turno.setIcon(Turno.id('ticker-icon'), stale ? 'again' : 'info');
  }

  // problem says on the glass what is not heard, and tells the hub once.
  let told = '';
  function problem(why) {
    Turno.show(Turno.id('sound'), Boolean(why));
    Turno.show(Turno.id('sound-on'), why === 'muted');
    const key = 'voice.reason.' + why;
    Turno.say(Turno.id('sound-text'), why === 'muted' ? t('web.display.sound.blocked') :
      Turno.has(key) ? t(key) : t('web.display.sound.lost'));
    if ((why === 'muted' || why === 'lost') && why !== told) {
      fetch('/display/muted?reason=' + why, { method: 'POST' }).catch(function () {});
    }
    told = why;
  }

  if (sound) {
    Turno.id('sound-on').addEventListener('click', function () { sound.unlock(silence); });
    sound.test(silence);
  }
  setInterval(function () { turn = Math.floor(Date.now() / TURN); draw(); }, 1000);
  window.addEventListener('resize', draw);
  mirror.start();
})();
