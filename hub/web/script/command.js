// A command to the hub. Its id is made once for one wish, and the wish is sent
// again under it when no answer came: the hub does it once all the same.
'use strict';

(function () {
  const TRIES = 4;

  function newID() {
    const bytes = new Uint8Array(16);
    crypto.getRandomValues(bytes);
    return 'w-' + Array.from(bytes).map(function (b) { return (b < 16 ? '0' : '') + b.toString(16); }).join('');
  }

  // command answers a promise of the hub's answer; with no line it ends as an
  // answer that says so, and never fails.
  Turno.command = function (fields, token) {
    const body = JSON.stringify(Object.assign({ id: newID() }, fields));
    const headers = { 'Content-Type': 'application/json', 'Accept-Language': Turno.page.lang };
    if (token) headers.Authorization = 'Bearer ' + token;
    const send = function (left) {
      return fetch('/api/v1/commands', { method: 'POST', credentials: 'same-origin', headers: headers, body: body })
        .then(function (answer) { return answer.json(); })
        .catch(function () {
          if (!left) return { ok: false, code: 'unavailable', message: Turno.t('web.manager.sign_in.no_line') };
          return new Promise(function (go) { setTimeout(go, 1000); }).then(function () { return send(left - 1); });
        });
    };
    return send(TRIES - 1);
  };

  // refusal is what the hub said, in the page's language where it has the code.
  Turno.refusal = function (answer) {
    const key = 'hub.refusal.' + answer.code;
    return Turno.has(key) ? Turno.t(key, { field: answer.field || '' }) : answer.message || String(answer.code);
  };
})();
