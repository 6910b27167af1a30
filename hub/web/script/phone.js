// A visitor's ticket: how many are ahead, how long, and at the call the whole
// page in sun with the counter. It can give the ticket up, after asking once.
'use strict';

(function () {
  const t = Turno.t;
  const RINGS = 7; // from eight on a numeral and one ring
  const OVER = { finished: 'finished', left: 'left', closed_by_day_end: 'closed' };
  let asking = false;
  let rung = ''; // the call that was sounded last
  let touched = false; // a page may vibrate only after a touch
  let alarm = null; // the unlocked <audio>, once the visitor asked for sound

  const mirror = new Turno.Mirror({
    token: Turno.page.token,
    changed: function () { draw(); },
    stopped: function () {
      const visit = mirror.state && mirror.state.ticket;
      if (visit && OVER[visit.state]) return; // nothing more will happen
      setTimeout(function () { location.reload(); }, 5000); // the code is gone or the hub is new: it says which
    },
  });

  const draw = Turno.later(function () {
    const visit = mirror.state && mirror.state.ticket;
    drawFoot();
    if (!visit) return;
    const state = visit.state;
    const over = OVER[state];
    const now = state === 'called' && mirror.live;
    const root = document.documentElement;
    root.classList.toggle('now', now);
    root.classList.toggle('stale', !mirror.live && !over);
    drawTicket(visit, over);
    drawWords(visit, over);
    const may = state === 'waiting' || state === 'parked' || state === 'called';
    Turno.show(Turno.id('actions'), may && !asking && state !== 'called');
    const opens = may && asking && Turno.id('ask').hidden;
    Turno.show(Turno.id('ask'), may && asking);
    if (opens) Turno.id('leave-no').focus();
    Turno.id('leave').disabled = !mirror.live;
    if (now) ring(visit);
  });

  function drawFoot() {
    const seen = Boolean(mirror.state);
    const over = seen && mirror.state.ticket && OVER[mirror.state.ticket.state];
    Turno.show(Turno.id('fresh'), seen && mirror.live && !over);
    Turno.show(Turno.id('stale'), seen && !mirror.live && !over);
    if (!seen) return;
    Turno.say(Turno.id('updated'), t('web.phone.updated', { time: Turno.clockIn(mirror.now()) }));
    Turno.say(Turno.id('stale-text'), t('common.not_live', { time: Turno.clockIn(mirror.since) }));
  }

  function serviceName(id) {
    const all = (mirror.state.branch && mirror.state.branch.services) || [];
    const found = all.find(function (s) { return s.id === id; });
    return found ? Turno.pick(found.names) : '';
  }

  function drawTicket(visit, over) {
    const at = visit.state === 'serving' || visit.state === 'wrap_up';
    const ticket = Turno.id('ticket');
    Turno.show(ticket, true);
    ticket.className = 'ticket' + (over ? ' over' : at ? ' served' : '');
    const long = visit.ticket.length;
    Turno.id('number').className = 'number' + (long > 5 ? ' longer' : long > 4 ? ' long' : '');
    Turno.say(Turno.id('service'), serviceName(visit.service));
    Turno.say(Turno.id('number'), visit.ticket);
    Turno.show(Turno.id('in-line'), visit.state === 'waiting');
    Turno.show(Turno.id('go'), visit.state === 'called' || at);
    Turno.say(Turno.id('counter'), visit.counter || '');
    Turno.show(Turno.id('taken'), visit.state !== 'waiting' && visit.state !== 'called' && !at);
    Turno.say(Turno.id('taken'), t('web.phone.taken', { time: Turno.clockIn(Date.parse(visit.issued_at)) }));
    if (visit.state === 'waiting') drawLine(visit);
  }

  function drawLine(visit) {
    const ahead = visit.people_ahead || 0;
    Turno.say(Turno.id('ahead'), ahead ? Turno.n('web.phone.ahead', ahead) : t('common.you_are_next'));
    const people = Turno.id('people');
    while (people.firstChild) people.removeChild(people.firstChild);
    const put = function (name, className, text) {
      const e = document.createElement(name);
      e.className = className;
      e.textContent = text;
      people.appendChild(e);
    };
    if (ahead > RINGS) put('b', '', Turno.number(ahead));
    for (let i = 0; i < (ahead > RINGS ? 1 : ahead); i++) put('i', '', '');
    put('i', 'you', '');
    const wait = visit.wait;
    Turno.say(Turno.id('wait'), Turno.capital(Turno.wait(wait)));
    const ends = wait && !wait.unknown ? Turno.steps(wait.p50_s, wait.p80_s) : [0, 0];
    Turno.show(Turno.id('expected-box'), ends[1] > 0);
    const at = function (minutes) { return Turno.clockIn(mirror.now() + minutes * 60000); };
    Turno.say(Turno.id('expected'), at(ends[0]) + '–' + at(ends[1]));
  }

  function drawWords(visit, over) {
    let title = '';
    let text = '';
    if (over) {
      title = t('web.phone.' + over);
      text = t('web.phone.' + over + '.text');
    } else if (visit.state === 'called') {
      title = t('web.phone.called');
      text = t('web.phone.called.text', { counter: visit.counter });
    } else if (visit.state === 'serving' || visit.state === 'wrap_up') {
      title = t('web.phone.serving', { counter: visit.counter });
    } else if (visit.state === 'parked') {
      title = t('web.phone.parked');
      text = t('web.phone.parked.text');
    } else if (visit.state === 'no_show') {
      title = t('web.phone.no_show');
      text = visit.until ? t('web.phone.no_show.until', { time: Turno.clockIn(Date.parse(visit.until)) }) : t('web.phone.no_show.text');
    } else {
      text = t('web.phone.stay');
    }
    Turno.say(Turno.id('headline'), title);
    Turno.say(Turno.id('text'), text);
  }

  // ring sounds once for each announcement of the ticket.
  function ring(visit) {
    const call = visit.ticket + visit.counter + (visit.calls || 0) + visit.since;
    if (call === rung) return;
    rung = call;
    const root = document.documentElement;
    root.classList.add('beat');
    setTimeout(function () { root.classList.remove('beat'); }, 3000);
    if (navigator.vibrate && touched) navigator.vibrate([400, 200, 400, 200, 800]);
    if (alarm) {
      alarm.currentTime = 0;
      const playing = alarm.play();
      if (playing) playing.catch(function () {});
    }
  }

  function askForSound() {
    const button = Turno.id('alert');
    const audio = new Audio('/web/chime.wav');
    const playing = audio.play() || Promise.resolve();
    playing.then(function () {
      alarm = audio;
      button.classList.add('on');
      Turno.say(Turno.id('alert-text'), t('web.phone.alert.on'));
      stayAwake();
    }, function () { Turno.say(Turno.id('alert-text'), t('web.phone.alert.failed')); });
  }

  // A phone that sleeps sounds nothing; where the browser can, it stays awake.
  function stayAwake() {
    if (navigator.wakeLock && !document.hidden) navigator.wakeLock.request('screen').catch(function () {});
  }

  function leave() {
    const button = Turno.id('leave-yes');
    const label = button.querySelector('span');
    const text = label.textContent;
    button.disabled = true;
    Turno.say(label, button.getAttribute('data-sent'));
    trouble('');
    Turno.command({ do: 'leave', ticket: mirror.state.ticket.ticket }, Turno.page.token).then(function (answer) {
      button.disabled = false;
      Turno.say(label, text);
      asking = false;
      if (!answer.ok) trouble(t('web.phone.leave.failed') + ' ' + Turno.refusal(answer));
      draw();
    });
  }

  function trouble(text) {
    Turno.say(Turno.id('problem').querySelector('span'), text);
    Turno.show(Turno.id('problem'), Boolean(text));
  }

  function ask(open) {
    asking = open;
    if (open) Turno.say(Turno.id('ask-title'), t('web.phone.leave.ask', { ticket: mirror.state.ticket.ticket }));
    draw();
  }

  document.addEventListener('pointerup', function () { touched = true; });
  Turno.id('leave').addEventListener('click', function () { ask(true); });
  Turno.id('leave-no').addEventListener('click', function () { ask(false); });
  Turno.id('leave-yes').addEventListener('click', leave);
  if (Turno.id('alert')) Turno.id('alert').addEventListener('click', askForSound);
  document.addEventListener('visibilitychange', function () { if (alarm) stayAwake(); });
  setInterval(draw, 5000);
  mirror.start();
})();
