// What people wrote with their rating. Each look is recorded by the hub, so the
// page looks when it is opened and when somebody asks, and never by itself.
'use strict';

(function () {
  const t = Turno.t;
  let shown = false;

  function trouble(text) {
    Turno.say(Turno.id('problem').querySelector('span'), text);
    Turno.show(Turno.id('problem'), Boolean(text));
  }

  function signIn(text) {
    Turno.show(Turno.id('sign-out'), false);
    Turno.askWho(text, function () { location.reload(); });
  }

  function look(from, to) {
    const asked = [];
    if (from) asked.push('from=' + encodeURIComponent(from));
    if (to) asked.push('to=' + encodeURIComponent(to));
    Turno.id('show').disabled = true;
    Turno.ask('GET', '/api/v1/comments' + (asked.length ? '?' + asked.join('&') : '')).then(function (got) {
      Turno.id('show').disabled = false;
      if (got.status === 401) {
        signIn(shown ? t('web.manager.sign_in.ended') : '');
        return;
      }
      if (got.status === 403) {
        signIn(t('web.manager.sign_in.other_role'));
        return;
      }
      if (!shown) {
        shown = true;
        Turno.known();
        Turno.show(Turno.id('sign-out'), !Turno.page.token);
      }
      trouble(got.ok ? '' : got.status === 422 ? t('comments.days') : Turno.refusal(got.body));
      if (got.ok) draw(got.body);
    }).catch(function () {
      Turno.id('show').disabled = false;
      Turno.show(Turno.id('live'), true);
      trouble(t('web.manager.sign_in.no_line'));
    });
  }

  // nameOf is a service's name; one that the branch has no more has its id alone.
  function nameOf(service) {
    const named = Turno.id('icons').querySelector('[data-name="service-' + service + '"]');
    return named ? named.getAttribute('data-title') : service;
  }

  function draw(found) {
    const rows = found.comments;
    Turno.id('from').value = found.from;
    Turno.id('to').value = found.to;
    Turno.say(Turno.id('count'), rows.length ? Turno.n('comments.count', rows.length) : t('comments.none'));
    Turno.show(Turno.id('more'), Boolean(found.more));
    if (found.more) Turno.say(Turno.id('more'), t('comments.more', { n: rows.length }));
    Turno.rows(Turno.id('comments'), 'comment', rows, function (li, c) {
      Turno.setIcon(Turno.part(li, 'icon'), 'service-' + c.service);
      Turno.say(Turno.part(li, 'service'), nameOf(c.service));
      Turno.say(Turno.part(li, 'date'), Turno.capital(Turno.longDate(Date.parse(c.business_date + 'T12:00:00Z'))));
      Turno.say(Turno.part(li, 'words'), c.comment);
      for (const figure of ['csat', 'nps', 'ces']) {
        const part = Turno.part(li, figure);
        Turno.show(part, c[figure] !== undefined);
        if (c[figure] !== undefined) Turno.say(part, t('comments.' + figure, { n: c[figure] }));
      }
    });
  }

  Turno.id('span').addEventListener('submit', function (event) {
    event.preventDefault();
    const from = Turno.id('from').value;
    const to = Turno.id('to').value;
    if (from && to && from > to) {
      trouble(t('comments.days'));
      Turno.id('from').focus();
      return;
    }
    look(from, to);
  });

  Turno.id('sign-out').addEventListener('click', function () {
    Turno.signOut().then(function () { location.reload(); }, function () { trouble(t('web.manager.sign_in.no_line')); });
  });

  look('', '');
})();
