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
    Turno.rows(Turno.id('wishes'), 'wish', wishes, function (card, w) {
      fill(card, w.code, w.device, roleOf(w), t('devices.from', { from: w.from, time: Turno.clockIn(Date.parse(w.until)) }),
        t('devices.let_in'), t('devices.refuse'));
      on(card, 'yes', function () { decide('/api/v1/pairings/' + w.code, true, t('devices.let_in.done', { device: w.device })); });
      on(card, 'no', function () { decide('/api/v1/pairings/' + w.code, false, t('devices.refuse.done', { device: w.device })); });
    });
    Turno.show(Turno.id('second'), approvals.length > 0);
    Turno.rows(Turno.id('approvals'), 'wish', approvals, function (card, a) {
      fill(card, '', t('devices.second.erase', { ticket: a.ticket || a.visit }), t('devices.second.by', { person: a.by, time: Turno.clockIn(Date.parse(a.at)) }), '',
        t('devices.second.approve'), t('devices.refuse'));
      on(card, 'yes', function () { decide('/api/v1/approvals/' + a.id, true, t('devices.second.done')); });
      on(card, 'no', function () { decide('/api/v1/approvals/' + a.id, false, ''); });
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

  function decide(path, approve, text) {
    finish(ask('POST', path, { approve: approve }), text);
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
