// One request of a signed-in page to the hub.
'use strict';

// ask answers a promise of {ok, status, body}; a page that lost its session is
// told so by status 401. It fails where there is no line.
Turno.ask = function (method, path, fields) {
  const headers = { 'Accept-Language': Turno.page.lang };
  if (Turno.page.token) headers.Authorization = 'Bearer ' + Turno.page.token;
  const request = { method: method, credentials: 'same-origin', cache: 'no-store', headers: headers };
  if (fields) {
    headers['Content-Type'] = 'application/json';
    request.body = JSON.stringify(fields);
  }
  return fetch(path, request).then(function (answer) {
    return answer.text().then(function (text) {
      return { ok: answer.ok, status: answer.status, body: text ? JSON.parse(text) : {} };
    });
  });
};
