// The devices of the branch: who asks to be let in, who is, and what waits for a
// second person. It asks the hub every few seconds while somebody looks at it.
'use strict';

(function () {
  const t = Turno.t;
  const ask = Turno.ask;
  const EVERY = 3000;
  let shown = false;
  let left = false;
  let busy = false;
  const places = {}; // where a manager says that a device stands, by its code

  function trouble(text) {
    Turno.say(Turno.id('problem').querySelector('span'), text);
    Turno.show(Turno.id('problem'), Boolean(text));
    if (text) done('');
  }

  function done(text) {
    Turno.say(Turno.id('done').querySelector('span'), text);
    Turno.show(Turno.id('done'), Boolean(text));
  }

  function signIn(text) {
    Turno.show(Turno.id('sign-out'), false);
    Turno.askWho(text, function () { location.reload(); });
  }

  function look() {
    if (busy || left || document.hidden) return;
    busy = true;
    Promise.all([ask('GET', '/api/v1/pairings'), ask('GET', '/api/v1/devices'), ask('GET', '/api/v1/approvals')]).then(function (got) {
      busy = false;
      if (got[0].status === 401) {
        signIn(shown ? t('web.manager.sign_in.ended') : '');
        left = true;
        return;
      }
      if (got[0].status === 403) {
        signIn(t('web.manager.sign_in.other_role'));
        left = true;
        return;
      }
      if (!got[0].ok || !got[1].ok) {
        trouble(Turno.refusal(got[got[0].ok ? 1 : 0].body));
        return;
      }
      if (!shown) {
        shown = true;
        Turno.known();
        Turno.show(Turno.id('sign-out'), !Turno.page.token);
      }
      draw(got[0].body, got[1].body, got[2].ok ? got[2].body : []);
    }).catch(function () {
      busy = false;
      trouble(t('web.manager.sign_in.no_line'));
    });
  }

  function roleOf(d) {
    return d.role === 'counter' ? t('devices.role.counter', { counter: d.counter }) : t('devices.role.' + d.role);
  }

  function draw(wishes, devices, approvals) {
    Turno.show(Turno.id('none-waits'), !wishes.length);
    dropGone(wishes);
    Turno.rows(Turno.id('wishes'), 'wish', wishes, function (card, w) {
      card.setAttribute('data-code', w.code);
      fill(card, w.code, w.device, roleOf(w), t('devices.from', { from: w.from, time: Turno.clockIn(Date.parse(w.until)) }),
        t('devices.let_in'), t('devices.refuse'));
      offerPlaces(card, w);
      on(card, 'yes', function () { letIn(w); });
      on(card, 'no', function () { decide('/api/v1/pairings/' + w.code, { approve: false }, t('devices.refuse.done', { device: w.device })); });
    });
    Turno.show(Turno.id('second'), approvals.length > 0);
    Turno.rows(Turno.id('approvals'), 'wish', approvals, function (card, a) {
      fill(card, '', t('devices.second.erase', { ticket: a.ticket || a.visit }), t('devices.second.by', { person: a.by, time: Turno.clockIn(Date.parse(a.at)) }), '',
        t('devices.second.approve'), t('devices.refuse'));
      on(card, 'yes', function () { decide('/api/v1/approvals/' + a.id, { approve: true }, t('devices.second.done')); });
      on(card, 'no', function () { decide('/api/v1/approvals/' + a.id, { approve: false }, ''); });
    });
    Turno.show(Turno.id('table'), devices.length > 0);
    Turno.show(Turno.id('none-there'), !devices.length);
    Turno.rows(Turno.id('devices'), 'device', devices, function (row, d) {
      row.className = d.live ? 'is-live' : '';
      Turno.say(Turno.part(row, 'device'), d.device);
      Turno.say(Turno.part(row, 'role'), roleOf(d));
      Turno.say(Turno.part(row, 'since'), Turno.longDate(Date.parse(d.since)));
      Turno.setIcon(Turno.part(row, 'icon'), d.live ? 'live' : 'away');
      Turno.say(Turno.part(row, 'line'), t(d.live ? 'devices.line.live' : 'devices.line.away'));
      on(row, 'remove', function () { sure(d); });
    });
  }

  function fill(card, code, device, role, from, yes, no) {
    Turno.say(Turno.part(card, 'code'), code);
    Turno.say(Turno.part(card, 'device'), device);
    Turno.say(Turno.part(card, 'role'), role);
    Turno.say(Turno.part(card, 'from'), from);
    Turno.say(Turno.part(card, 'yes'), yes);
    Turno.say(Turno.part(card, 'no'), no);
  }

  function on(root, name, f) { Turno.part(root, name).onclick = f; }

  // dropGone takes away the cards whose wish is over, each its own, so that the
  // focus and an open choice stay with the device that they are about.
  function dropGone(wishes) {
    const asked = wishes.map(function (w) { return w.code; });
    for (const card of Array.from(Turno.id('wishes').children)) {
      if (asked.indexOf(card.getAttribute('data-code')) < 0) card.parentNode.removeChild(card);
    }
    for (const code of Object.keys(places)) {
      if (asked.indexOf(code) < 0) delete places[code];
    }
  }

  // offerPlaces lets a manager correct at which counter a computer stands. A
  // counter that the branch does not have is not offered: one is to be chosen.
  function offerPlaces(card, w) {
    const choice = Turno.part(card, 'counter');
    Turno.show(Turno.part(card, 'place'), w.role === 'counter');
    choice.onchange = function () { places[w.code] = choice.value; };
    const chosen = w.code in places ? places[w.code] : w.counter || '';
    if (choice.value !== chosen) choice.value = chosen;
    if (choice.selectedIndex < 0) choice.value = '';
  }

  function letIn(w) {
    const verdict = { approve: true };
    let text = t('devices.let_in.done', { device: w.device });
    if (w.role === 'counter') {
      verdict.counter = places[w.code] || w.counter;
      text += ' ' + roleOf({ role: w.role, counter: verdict.counter }) + '.';
    }
    decide('/api/v1/pairings/' + w.code, verdict, text);
  }

  function decide(path, verdict, text) {
    finish(ask('POST', path, verdict), text);
  }

  function finish(asked, text) {
    asked.then(function (answer) {
      trouble(answer.ok ? '' : Turno.refusal(answer.body));
      if (answer.ok) done(text);
      look();
    }).catch(function () { trouble(t('web.manager.sign_in.no_line')); });
  }

  // sure asks before a device is cut off: the dialog keeps the focus inside.
  function sure(d) {
    const dialog = Turno.id('sure');
    Turno.say(Turno.id('sure-title'), t('devices.remove.ask', { device: d.device }));
    Turno.id('sure-yes').onclick = function () {
      dialog.close();
      finish(ask('DELETE', '/api/v1/devices/' + encodeURIComponent(d.id)), t('devices.remove.done', { device: d.device }));
    };
    Turno.id('sure-no').onclick = function () { dialog.close(); };
    dialog.showModal();
    Turno.id('sure-no').focus();
  }

  Turno.id('sign-out').addEventListener('click', function () {
    left = true;
    Turno.signOut().then(function () { location.reload(); }, function () { trouble(t('web.manager.sign_in.no_line')); });
  });

  document.addEventListener('visibilitychange', look);
  setInterval(look, EVERY);
  look();
})();
