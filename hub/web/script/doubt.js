// A date of the hub's machine that nobody vouches for: the manager is asked
// before the day opens.
'use strict';

(function () {
  const t = Turno.t;
  const EVERY = 30000;
  Turno.wanted = false; // an answer, before the day can be opened
  let asked = 0; // when the hub was asked last

  function day(date) { return Turno.longDate(Date.parse(date + 'T12:00:00Z')); }

  function show(d) {
    const unsure = d.concern === 'clock_unsure';
    Turno.show(Turno.id('doubt'), unsure);
    Turno.wanted = unsure && !d.denied;
    if (Turno.wanted) Turno.show(Turno.id('open-day'), false); // until the question is answered it would be refused
    if (!unsure) return;
    const words = { date: day(d.date), last: Turno.longDate(Date.parse(d.last)), hub: day(d.hub_date) };
    Turno.say(Turno.id('doubt-title'), t(d.denied ? 'clock.denied' : 'clock.ask', words));
    Turno.say(Turno.id('doubt-why'), t(d.denied ? 'clock.denied.why' : 'clock.why', words));
    Turno.say(Turno.id('doubt-yes'), t('clock.yes', words));
    Turno.show(Turno.id('doubt-no'), !d.denied);
    Turno.id('doubt-yes').onclick = function () { say(d.date, true); };
    Turno.id('doubt-no').onclick = function () { say(d.date, false); };
  }

  function say(date, right) {
    Turno.ask('POST', '/api/v1/clock', { date: date, right: right }).then(look, look);
  }

  function look() {
    asked = Date.now();
    Turno.ask('GET', '/api/v1/clock').then(function (got) {
      if (got.ok) show(got.body);
    }).catch(function () {}); // the page says itself that it has no line
  }

  // doubted asks the hub now and then while there can be something to confirm.
  Turno.doubted = function (closed) {
    if (!asked || Date.now() - asked > EVERY && (closed || !Turno.id('doubt').hidden)) look();
  };
})();
