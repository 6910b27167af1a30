// Signing in and out. The session is a cookie that no script reads; this page
// keeps nothing of it.
'use strict';

(function () {
  const t = Turno.t;

  function problem(text) {
    const banner = Turno.id('sign-in-problem');
    Turno.say(banner.querySelector('span'), text);
    Turno.show(banner, Boolean(text));
  }

  // askWho shows the form with what went wrong before, if anything; entered() is
  // called when the hub has opened a session.
  Turno.askWho = function (text, entered) {
    Turno.show(Turno.id('live'), false);
    Turno.show(Turno.id('sign-in'), true);
    Turno.show(Turno.id('nav'), false);
    problem(text);
    Turno.id('person').focus();
    Turno.id('form').onsubmit = function (event) {
      event.preventDefault();
      send(entered);
    };
  };

  Turno.known = function () {
    Turno.show(Turno.id('sign-in'), false);
    Turno.show(Turno.id('live'), true);
    Turno.show(Turno.id('nav'), true);
  };

  function send(entered) {
    const button = Turno.id('enter');
    const label = button.textContent;
    button.disabled = true;
    Turno.say(button, button.getAttribute('data-sent'));
    problem('');
    const done = function (text) {
      button.disabled = false;
      Turno.say(button, label);
      Turno.id('pin').value = '';
      if (text) {
        problem(text);
        Turno.id('pin').focus();
      }
    };
    fetch('/api/v1/session', {
      method: 'POST', credentials: 'same-origin',
      headers: { 'Content-Type': 'application/json', 'Accept-Language': Turno.page.lang },
      body: JSON.stringify({ person: Turno.id('person').value.trim(), pin: Turno.id('pin').value }),
    }).then(function (answer) {
      return answer.json().then(function (body) {
        if (answer.ok) {
          done('');
          entered();
        } else {
          done(Turno.refusal(body));
        }
      });
    }).catch(function () { done(t('web.manager.sign_in.no_line')); });
  }

  Turno.signOut = function () {
    return fetch('/api/v1/session', { method: 'DELETE', credentials: 'same-origin' });
  };
})();
